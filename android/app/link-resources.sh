#!/bin/sh
# Compiles and links the resources for the tests on the JVM, and writes R.java, as AGP does for the phone.
#   $1 aapt2   $2 the framework's jar   $3 where to build
set -eu
aapt2=$1 framework=$2 out=$3
here=$(cd "$(dirname "$0")" && pwd)
chmod +x "$aapt2"
rm -rf "$out/res" "$out/r"
mkdir -p "$out/res" "$out/r"
# AGP puts these in for itself, and objects to sources that have them.
sdk='<uses-sdk android:minSdkVersion="28" android:targetSdkVersion="35" />'
sed -e "s|<manifest \(.*\)>|<manifest package=\"app.xunlou.app\" \1>$sdk|" -e 's/\${applicationId}/app.xunlou.app/' \
  "$here/src/main/AndroidManifest.xml" > "$out/res/AndroidManifest.xml"
"$aapt2" compile --dir "$here/src/main/res" -o "$out/res/main.zip"
# Only compiled: what a debug build has instead.
"$aapt2" compile --dir "$here/src/debug/res" -o "$out/res/debug.zip"
"$aapt2" link -I "$framework" --manifest "$out/res/AndroidManifest.xml" --auto-add-overlay \
  --java "$out/r" -o "$out/res/resources.apk" "$out/res/main.zip"
