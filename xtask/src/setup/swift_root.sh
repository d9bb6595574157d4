#!/bin/bash
# Runs a command inside a Debian root that has Swift, in its folder /src. Started by swift.rs, in
# namespaces of its own:
#   swift_root.sh ROOT [FOLDER=PLACE]... -- [NAME=VALUE]... COMMAND [ARGUMENT]...
# Each FOLDER of this machine appears at PLACE inside; the command's environment is what is named.
set -euo pipefail

root=$1
shift
while [ "$1" != -- ]; do
    folder=${1%=*}
    place=$root${1##*=}
    mkdir -p "$place"
    mount --bind "$folder" "$place"
    shift
done
shift
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
exec chroot "$root" /usr/bin/env --ignore-environment --chdir=/src \
    HOME=/root LANG=C.UTF-8 TERM=dumb PATH=/usr/bin:/bin:/usr/libexec/swift/bin "$@"
