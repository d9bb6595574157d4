import Foundation
import Testing
import XunlouCore

@testable import ContractRunner

/// What is said becomes the library's types, and these become what scenarios say.
@Suite struct ConvertingTests {
  @Test func whatIsReadIsWrittenTheSame() throws {
    try expectSame(
      RecordAbout.self, #""estate""#, #"{"area":{"area":"east"}}"#,
      #"{"document":{"document":"d"}}"#)
    try expectSame(FieldSource.self, #""import""#)
    try expectSame(
      SlotState.self, #""upcoming""#, #"{"in_progress":{"late":true}}"#,
      #"{"done":{"cut_short":true,"early":false,"excuse":null,"late":false,"overran":false}}"#)
    try expectSame(
      NewRecord.self,
      #"{"about":"estate","duty":{"duty":"d","slot":"s"},"form":"f","rain":false}"#,
      #"{"about":"estate","duty":null,"form":"f","rain":true}"#)
    try expectSame([PhotoView].self, #"[{"hash":"h","media_type":"image/jpeg"}]"#, "[]")
    try expectSame(Photo.self, #"{"bytes":"/9j/","media_type":"image/jpeg"}"#)
  }

  @Test(arguments: [0, 1, 289, 999])
  func timesKeepTheirMilliseconds(milliseconds: Int) throws {
    let time = String(format: "2026-03-18T02:30:00.%03dZ", milliseconds)
    try expectSame(
      FieldValue.self, #"{"at":{"$time":"\#(time)"},"source":"visit","value":"v"}"#)
  }

  @Test func anErrorIsWrittenAsAnEnum() {
    #expect(written(XunlouError.WrongKey).description == #""wrong_key""#)
    let refused = XunlouError.Refused(code: .codeUsed, detail: "d")
    #expect(written(refused).description == #"{"refused":{"code":"code_used","detail":"d"}}"#)
  }

  @Test(arguments: [
    #"{"form":"f","about":"estate","rain":false,"more":1}"#,
    #"{"form":"f","about":"moon","rain":false}"#,
    #"{"form":"f","about":"area","rain":false}"#,
    #"{"form":"f","about":"estate","rain":1}"#,
    #"{"about":"estate","rain":false}"#,
    #""estate""#,
    "null",
  ])
  func whatDoesNotFitIsRefused(said: String) {
    #expect(throws: (any Error).self) {
      try read(JSON(parsing: Data(said.utf8)), as: NewRecord.self)
    }
  }

  private func expectSame<T: Decodable>(_ type: T.Type, _ texts: String...) throws {
    for text in texts {
      let value = try read(JSON(parsing: Data(text.utf8)), as: type)
      #expect(written(value).description == text)
    }
  }
}
