// Where one is, and the way back: one stack for each tab, which survives the app's end.
import Foundation
import Observation

/// Moves between places.
@MainActor @Observable
public final class Navigator {
  /// The tab in front.
  public var tab: Tab = .today
  /// What lies on each tab's root, the top last.
  public var stacks: [Tab: [Place]] = [:]

  /// Begins at today.
  public init() {}

  /// The place in front.
  public var place: Place {
    stacks[tab]?.last ?? tab.root
  }

  /// Goes to a place: a tab's root by its tab, anything else on top of what is there.
  public func go(_ place: Place) {
    if let tab = Tab.allCases.first(where: { $0.root == place }) {
      self.tab = tab
      stacks[tab] = []
    } else {
      stacks[tab, default: []].append(place)
    }
  }

  /// Goes on from a place, unless one has left it meanwhile.
  public func go(_ place: Place, from here: Place) {
    if self.place == here { go(place) }
  }

  /// Goes on from a place, unless one has left it meanwhile, and so that back does not lead to it
  /// again.
  public func replace(_ here: Place, with place: Place) {
    guard self.place == here else { return }
    back()
    go(place)
  }

  /// Goes back one step; at a tab's root to today.
  public func back() {
    if stacks[tab]?.popLast() == nil {
      tab = .today
    }
  }

  /// Where one is, as text that outlives the app.
  public var saved: String {
    let encoded = try? JSONEncoder().encode(Saved(tab: tab, stacks: stacks))
    return encoded.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Goes to where one was. What cannot be read, for instance from another version, is as nothing.
  public func restore(_ saved: String) {
    guard let saved = try? JSONDecoder().decode(Saved.self, from: Data(saved.utf8)) else { return }
    tab = saved.tab
    stacks = saved.stacks
  }

  private struct Saved: Codable {
    let tab: Tab
    let stacks: [Tab: [Place]]
  }
}

extension Tab {
  /// The place at the bottom of its stack.
  public var root: Place {
    switch self {
    case .today: .today
    case .households: .households
    case .cases: .cases
    case .log: .log
    case .sync: .sync
    }
  }
}
