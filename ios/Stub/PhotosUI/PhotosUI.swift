import SwiftUI

extension Data: Transferable {}

public struct PHPickerFilter: Sendable {
  public static let images = PHPickerFilter()
}

public struct PhotosPickerItem: Equatable, Hashable, Sendable {
  public func loadTransferable<T: Transferable & Sendable>(type: T.Type) async throws -> T? { nil }
}

public struct PhotosPicker<Label: View>: SystemView {
  public init(
    selection: Binding<PhotosPickerItem?>, matching filter: PHPickerFilter? = nil,
    @ViewBuilder label: () -> Label
  ) {}
}
