// Where one can be in the app.
import Foundation
import XunlouCore

/// A screen, and what it shows.
public enum Place: Hashable, Sendable, Codable {
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
  /// A case to report. Of a finding it is made in its record.
  case newCase(Origin)
  /// 冲突.
  case conflicts
  /// 同步.
  case sync
  /// 工作日志.
  case log
  /// 设置.
  case settings

  /// What a case to report is about.
  public enum Origin: Hashable, Sendable, Codable {
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
