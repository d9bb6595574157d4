public struct NWInterface: Sendable {
  public enum InterfaceType: Sendable { case wifi }
}

public struct NWPath: Sendable {
  public enum Status: Sendable { case satisfied, unsatisfied, requiresConnection }
  public var status: Status { .unsatisfied }
  public func usesInterfaceType(_ type: NWInterface.InterfaceType) -> Bool { false }
}

public final class NWPathMonitor: AsyncSequence, Sendable {
  public typealias Element = NWPath
  public init() {}
  public func makeAsyncIterator() -> Iterator { Iterator() }

  public struct Iterator: AsyncIteratorProtocol {
    public mutating func next() async -> NWPath? { nil }
  }
}
