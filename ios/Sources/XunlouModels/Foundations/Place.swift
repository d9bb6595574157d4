// Where one can be in the app.
import Foundation
import XunlouCore

/// A screen, and what it shows.
public enum Place: Hashable, Sendable, Codable {
  /// 登记: enrolment and the first sync.
  case setUp
  /// 今日.
  case today
  /// 巡楼, 装修督导, 家访.
  case record(DocumentId)
  /// 客户档案.
  case households
  /// One customer file.
  case household(DocumentId)
  /// 待办.
  case cases
  /// One case.
  case caseDetails(DocumentId)
  /// A case to report: what was found by an item of a record, or about something.
  case newCase(Origin)
  /// 冲突.
  case conflicts
  /// 同步.
  case sync
  /// 工作日志.
  case log
  /// 设置.
  case settings

  /// What a case to report comes from.
  public enum Origin: Hashable, Sendable, Codable {
    /// An item of a record.
    case found(record: DocumentId, item: String)
    /// A household.
    case household(DocumentId)
    /// An area's public ground.
    case area(AreaId)
  }
}

/// The tabs, in their order at the bottom.
public enum Tab: String, CaseIterable, Hashable, Sendable, Codable {
  case today
  case households
  case cases
  case log
  case sync
}
