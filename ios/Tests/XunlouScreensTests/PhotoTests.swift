// What of the screens does not draw.
import Foundation
import Testing

@testable import XunlouScreens

struct PhotoTests {
  @Test("A picture is drawn smaller until it fits, in its own proportions, and never larger")
  func fits() {
    var drawn: [CGSize] = []
    let draw: (CGSize) -> Data? = { size in
      drawn.append(size)
      return Data(count: Int(size.width * size.height / 4))
    }
    let photo = TakenPhoto.jpeg(of: CGSize(width: 4000, height: 3000), atMost: 500_000, draw: draw)
    #expect(drawn.map(\.width) == [2048, 1600] && drawn.map(\.height) == [1536, 1200])
    #expect(photo?.bytes.count == 480_000 && photo?.mediaType == "image/jpeg")
    drawn = []
    _ = TakenPhoto.jpeg(of: CGSize(width: 100, height: 50), atMost: 500_000, draw: draw)
    #expect(drawn == [CGSize(width: 100, height: 50)])
    #expect(
      TakenPhoto.jpeg(of: CGSize(width: 4000, height: 3000), atMost: 9, draw: draw) == nil)
  }
}
