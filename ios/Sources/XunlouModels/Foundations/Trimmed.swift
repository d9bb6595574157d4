// Texts as they are kept: without the blanks that keyboards leave behind.
import Foundation

extension String {
  var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
