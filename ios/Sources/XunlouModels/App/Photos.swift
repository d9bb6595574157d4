// Photos' bytes, for every screen that shows one.
import Foundation
import XunlouCore

extension Context {
  /// A photo's bytes: from this phone, else from the server. Nothing where neither has them now;
  /// the screen then shows a stand-in.
  func photo(_ hash: PhotoHash, of document: DocumentId) async -> Data? {
    if let here = try? await core.call({ try $0.photo(hash: hash) }) {
      return here.bytes
    }
    return try? await core.overNetwork { try $0.fetchPhoto(document: document, hash: hash).bytes }
  }
}
