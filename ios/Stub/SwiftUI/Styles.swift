// Colours, fonts, shapes and styles.

public protocol ShapeStyle: Sendable {}

public struct Color: ShapeStyle {
  public static let primary = Color()
  public static let secondary = Color()
  public static let red = Color()
  public static let orange = Color()
  public static let green = Color()
  public static let blue = Color()
  public static let gray = Color()
  public static let white = Color()
  public static let clear = Color()
  nonisolated public func opacity(_ opacity: Double) -> Color { self }
}

// swift-format-ignore: DontRepeatTypeInStaticProperties
extension Color: SystemView {
  public static let accentColor = Color()
}

public struct HierarchicalShapeStyle: ShapeStyle {}
public struct BackgroundStyle: ShapeStyle {}
public struct Material: ShapeStyle {}

extension ShapeStyle where Self == HierarchicalShapeStyle {
  public static var primary: HierarchicalShapeStyle { .init() }
  public static var secondary: HierarchicalShapeStyle { .init() }
}

extension ShapeStyle where Self == BackgroundStyle {
  public static var background: BackgroundStyle { .init() }
}

extension ShapeStyle where Self == Material {
  public static var bar: Material { .init() }
}

extension ShapeStyle where Self == Color {
  public static var red: Color { .init() }
  public static var white: Color { .init() }
}

public protocol Shape: Sendable, View {}

extension Shape {
  public func fill<S: ShapeStyle>(_ content: S) -> some View { self }
  public func stroke<S: ShapeStyle>(_ content: S, lineWidth: CGFloat = 1) -> some View { self }
}

public struct RoundedRectangle: Shape, SystemView {
  nonisolated public init(cornerRadius: CGFloat) {}
}

public struct Capsule: Shape, SystemView {
  nonisolated public init() {}
}

public struct Rectangle: Shape, SystemView {
  nonisolated public init() {}
}

public struct Font: Sendable {
  public static let largeTitle = Font()
  public static let title = Font()
  public static let title2 = Font()
  public static let title3 = Font()
  public static let headline = Font()
  public static let body = Font()
  public static let subheadline = Font()
  public static let footnote = Font()
  public static let caption = Font()

  public struct Weight: Sendable {
    public static let regular = Weight()
    public static let medium = Weight()
    public static let semibold = Weight()
  }

  public func monospaced() -> Font { self }
}

public enum TextAlignment: Sendable { case leading, center, trailing }
public enum ColorScheme: Sendable { case light, dark }

public enum DynamicTypeSize: Int, Comparable, Sendable {
  case xSmall, small, medium, large, xLarge, xxLarge, xxxLarge
  case accessibility1, accessibility2, accessibility3, accessibility4, accessibility5

  public static func < (first: DynamicTypeSize, second: DynamicTypeSize) -> Bool {
    first.rawValue < second.rawValue
  }
}

public protocol PickerStyle {}
public struct MenuPickerStyle: PickerStyle {}
public struct SegmentedPickerStyle: PickerStyle {}

extension PickerStyle where Self == MenuPickerStyle {
  public static var menu: MenuPickerStyle { .init() }
}

extension PickerStyle where Self == SegmentedPickerStyle {
  public static var segmented: SegmentedPickerStyle { .init() }
}

public protocol TextFieldStyle {}
public struct RoundedBorderTextFieldStyle: TextFieldStyle {}

extension TextFieldStyle where Self == RoundedBorderTextFieldStyle {
  public static var roundedBorder: RoundedBorderTextFieldStyle { .init() }
}

public struct TextInputAutocapitalization: Sendable {
  public static var never: TextInputAutocapitalization { .init() }
}
