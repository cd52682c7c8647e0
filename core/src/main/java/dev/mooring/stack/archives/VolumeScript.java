package dev.mooring.stack.archives;

/// What runs in the pod that mounts a volume: a shell and its usual programs, as the registry's
/// image has them.
final class VolumeScript {
  private VolumeScript() {}

  /// Keeps the pod while somebody uses it. When Mooring is lost the session's input ends, and with
  /// no session left so does the pod.
  static final String PATIENCE =
      """
      b=busybox
      command -v busybox >/dev/null 2>&1 || b=
      idle=0
      while [ "$idle" -lt 12 ]; do
        $b sleep 5
        idle=$((idle + 1))
        set -- /proc/[0-9]*
        [ "$#" -le 1 ] || idle=0
      done
      """;

  /// A session: a line asks, a line answers, content is as long as was said. `$VOLUME` is the only
  /// place that it enters, part by part, and over no link: a volume may be somebody else's.
  static final String SESSION =
      """
      LC_ALL=C
      export LC_ALL
      umask 022
      b=busybox
      command -v busybox >/dev/null 2>&1 || b=
      top=$(cd -P "$VOLUME" && pwd -P) || exit 1
      refuse() {
        echo "failed $(echo "$1" | $b tr -c 'A-Za-z0-9 .,:/_-' ' ' | $b head -c 200)"
      }
      enter() {
        file=$1
        while :; do
          case "$file" in */*) ;; *) break ;; esac
          part=${file%%/*}
          file=${file#*/}
          if [ -L "$part" ]; then echo "link $part"; return 1; fi
          if [ ! -d "$part" ]; then
            # Another session may make the folder between these looks.
            if [ "$2" != make ] || { [ -e "$part" ] && [ ! -d "$part" ]; }; then
              echo none
              return 1
            fi
            why=$($b mkdir "./$part" 2>&1) || [ -d "$part" ] || { refuse "$why"; return 1; }
          fi
          cd -P "./$part" 2>/dev/null || { refuse "permission denied: $part"; return 1; }
          case "$(pwd -P)/" in "$top"/*) ;; *) echo "link $part"; return 1 ;; esac
        done
        if [ -L "$file" ]; then echo "link $file"; return 1; fi
      }
      list() {
        echo ok
        count=0
        for each in ./*; do
          [ -e "$each" ] || [ -L "$each" ] || continue
          count=$((count + 1))
          [ "$count" -le 10000 ] || break
          name=${each#./}
          case "$name" in -* | *[!A-Za-z0-9_.+@=,~-]*) echo 'odd 0 ?'; continue ;; esac
          if [ -L "$each" ]; then echo "odd 0 $name"
          elif [ -f "$each" ]; then echo "file $($b stat -c %s "$each") $name"
          elif [ -d "$each" ]; then echo "folder 0 $name"
          else echo "odd 0 $name"
          fi
        done
        echo end
      }
      get() {
        if [ ! -f "$file" ]; then echo none; return; fi
        if [ ! -r "$file" ]; then refuse "permission denied: $file"; return; fi
        count=$(($($b stat -c %s "./$file") - $1))
        [ "$count" -gt 0 ] || count=0
        echo "ok $count"
        [ "$count" = 0 ] || {
          # As long as was said, whatever becomes of the file meanwhile: its digest is checked.
          { $b tail -c "+$(($1 + 1))" "./$file"; $b cat /dev/zero; } 2>/dev/null \\
            | $b head -c "$count"
        }
      }
      put() {
        if [ -d "$file" ]; then refuse "$file is a folder"; return; fi
        part=".mooring-$file.part"
        $b rm -f "./$part"
        why=$( ( : > "./$part" ) 2>&1 ) || { refuse "$why"; return; }
        echo go
        if ! why=$( (
          exec > "./$part" || exit 1
          blocks=$(($1 / 65536))
          rest=$(($1 % 65536))
          [ "$blocks" = 0 ] || $b dd bs=65536 "count=$blocks" iflag=fullblock || exit 1
          [ "$rest" = 0 ] || $b dd "bs=$rest" count=1 iflag=fullblock || exit 1
        ) 2>&1 ); then
          $b rm -f "./$part"
          refuse "$why"
          exit 1
        fi
        if [ "$($b stat -c %s "./$part")" != "$1" ]; then
          $b rm -f "./$part"
          exit 1
        fi
        sum=$($b sha256sum < "./$part")
        if [ "${sum%% *}" != "$2" ]; then
          $b rm -f "./$part"
          echo "mismatch ${sum%% *}"
          return
        fi
        why=$($b mv -f "./$part" "./$file" 2>&1) || { $b rm -f "./$part"; refuse "$why"; return; }
        echo ok
      }
      one() {
        cd -P "$top" || exit 1
        case "$1" in
          size)
            enter "$2" || return 0
            if [ -f "$file" ]; then echo "ok $($b stat -c %s "./$file")"; else echo none; fi
            ;;
          sum)
            enter "$2" || return 0
            if [ ! -f "$file" ]; then echo none; return 0; fi
            sum=$($b sha256sum < "./$file") || { refuse "permission denied: $file"; return 0; }
            echo "ok ${sum%% *}"
            ;;
          list)
            enter "$2/." || return 0
            list
            ;;
          get)
            enter "$2" || return 0
            get "$3"
            ;;
          put)
            enter "$2" make || return 0
            put "$3" "$4"
            ;;
          clean)
            enter "$2/." || return 0
            $b rm -f ./.mooring-*.part
            echo ok
            ;;
          sync)
            $b sync
            echo ok
            ;;
          *) echo unknown ;;
        esac
      }
      while read -r verb path first second; do
        ( one "$verb" "$path" "$first" "$second" ) || exit 1
      done
      """;
}
