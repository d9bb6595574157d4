// Errors in words. English reasons are for logs; a person reads what to do.
import XunlouCore

extension Words {
  /// What an error says to a person.
  public func of(_ error: any Error) -> String {
    guard let error = error as? XunlouError else {
      return error is CancellationError ? self("error-cancelled") : self("error-internal")
    }
    switch error {
    case .InvalidInput: return self("error-invalid-input")
    case .NotFound: return self("error-not-found")
    case .NotPermitted: return self("error-not-permitted")
    case .WrongState: return self("error-wrong-state")
    case .Incomplete(let missing): return self("error-incomplete", ["count": missing.count])
    case .RulePack: return self("error-rules")
    case .NeedsUpdate: return self("error-needs-update")
    case .WrongKey: return self("error-wrong-key")
    case .NoEncryption: return self("error-no-encryption")
    case .NewerDatabase: return self("error-newer-database")
    case .Corrupt: return self("error-corrupt")
    case .StorageFull: return self("error-storage-full")
    case .Storage: return self("error-storage")
    case .Suspended: return self("error-suspended")
    case .Closed: return self("error-closed")
    case .Offline: return self("error-offline")
    case .Certificate: return self("error-certificate")
    case .NotOurServer: return self("error-not-our-server")
    case .BadAnswer: return self("error-bad-answer")
    case .Refused(let code, _): return of(refusal: code)
    case .ClockOff(let seconds):
      return self("error-clock-off", ["minutes": (abs(seconds) + 59) / 60])
    case .Cancelled: return self("error-cancelled")
    }
  }

  private func of(refusal code: RefusalCode) -> String {
    switch code {
    case .codeUnknown: return self("error-code-unknown")
    case .codeExpired: return self("error-code-expired")
    case .codeUsed: return self("error-code-used")
    case .tooManyTries: return self("error-too-many-tries")
    case .tokenUnknown: return self("error-token-unknown")
    case .tokenExpired: return self("error-token-expired")
    case .revoked: return self("error-revoked")
    case .notFound: return self("error-not-found")
    case .unsupportedProtocol: return self("error-unsupported-protocol")
    case .busy: return self("error-busy")
    case .badRequest, .tooLarge, .internal, .other: return self("error-server")
    }
  }
}
