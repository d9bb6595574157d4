#!/bin/bash
# Lays out target/ios, the package as Swift on Linux builds and tests it: ours from ios/, the
# generated sources, the library and the programs that tests start. Files that are right already
# stay untouched, so that a build sees no change.
#   ios/stage.sh [BINDINGS_DIR]   the generated sources, laid out as `cargo xtask bindings` does
#                                 [default: generated here from target/debug]
set -euo pipefail
root=$(realpath "$(dirname "$0")/..")
built=$root/target/debug
stage=$root/target/ios
mkdir -p "$stage"

generated=${1:-}
if [ -z "$generated" ]; then
  generated=$stage/generated
  if [ ! "$generated/made" -nt "$built/libxunlou.so" ]; then
    rm -rf "$generated"
    "$built/uniffi-bindgen" generate "$built/libxunlou.so" --language swift --no-format \
      --out-dir "$generated/raw"
    mkdir -p "$generated/Sources/XunlouCore" "$generated/Sources/XunlouCoreFFI"
    mv "$generated/raw/XunlouCore.swift" "$generated/Sources/XunlouCore/"
    mv "$generated/raw/XunlouCoreFFI.h" "$generated/Sources/XunlouCoreFFI/"
    mv "$generated/raw/XunlouCoreFFI.modulemap" \
      "$generated/Sources/XunlouCoreFFI/module.modulemap"
    touch "$generated/made"
  fi
fi

# mirror FROM TO: makes TO equal to FROM.
mirror() {
  mkdir -p "$2"
  (cd "$1" && find . -type f) | while read -r file; do
    cmp -s "$1/$file" "$2/$file" && continue
    mkdir -p "$(dirname "$2/$file")"
    cp "$1/$file" "$2/$file"
  done
  (cd "$2" && find . -type f) | while read -r file; do
    [ -e "$1/$file" ] || rm "$2/$file"
  done
}

cmp -s "$root/ios/Package.swift" "$stage/Package.swift" ||
  cp "$root/ios/Package.swift" "$stage/Package.swift"
for target in XunlouModels XunlouScreens; do
  mirror "$root/ios/Sources/$target" "$stage/Sources/$target"
done
for target in XunlouCore XunlouCoreFFI; do
  mirror "$generated/Sources/$target" "$stage/Sources/$target"
done
for folder in Stub Tests App; do
  mirror "$root/ios/$folder" "$stage/$folder"
done

# The shared library, for linking it takes seconds where the static one takes a minute.
mkdir -p "$stage/native"
for file in libxunlou.so xunlou-stage xunlou-server; do
  ln -f "$built/$file" "$stage/native/$file"
done
