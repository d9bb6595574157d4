// What the models of all screens with a form have in common.

/// A model with a form that is saved by a tap. Until then what is filled in is kept as a draft 草稿.
protocol FormModel: Telling {
  /// Keeps it.
  var keeper: DraftKeeper { get }
  /// What is filled in and worth keeping.
  var filledIn: DraftKeeper.Fields { get }
}

extension FormModel {
  /// Something was filled in: it is kept once the person pauses.
  func filled() {
    keeper.pause.then { await self.keep() }
  }

  func keep() async {
    await attempt { try await keeper.keep { filledIn } }
  }
}
