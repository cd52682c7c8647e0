# shellcheck shell=bash
# A display that nobody sees, read as a person reads it: by the words on it. Sourced by `check-window`.
#
# Set before: $work (a folder for what is read), $pictures (a folder for pictures), $walk (what pictures are called after).

# shellcheck disable=SC2154

limit=120
# Where the window is that was waited for.
# The scripts that read it use them.
# shellcheck disable=SC2034
window_X=0 window_WIDTH=0
# The colors of primary and dangerous buttons that can be used; their words are white and are read by themselves.
emphasis=('#0969da' '#cf222e')

# Everything on the screen now, below $work/words: "x y line word", in reading order; colored buttons last.
read_screen() {
  local each
  import -silent -window root "$work/now.png"
  convert "$work/now.png" -colorspace Gray -resize 300% "$work/plain.png"
  # Each part by its own contrast: what a card leaves of the page behind it is dark. What lies in a small frame is lost by that.
  convert "$work/plain.png" -negate -lat 60x60+10% -negate "$work/local.png"
  {
    for each in plain local; do
      tesseract "$work/$each.png" - --psm 11 tsv 2>/dev/null | awk -F'\t' -v pass="$each" '
        $1 == 5 && $11 > 0 && $12 !~ /^ *$/ {
          print int(($7 + $9 / 2) / 3), int(($8 + $10 / 2) / 3), pass "." $2 "." $3 "." $4 "." $5, $12
        }'
    done
    read_buttons
  } >"$work/words"
}

read_buttons() {
  local color box words each width height x y
  for color in "${emphasis[@]}"; do
    convert "$work/now.png" -alpha off -fuzz 9% -fill black +opaque "$color" -fill white -opaque "$color" -threshold 50% \
      -define connected-components:verbose=true -define connected-components:area-threshold=400 -connected-components 8 null: \
      | awk '/255/ { print $2 }' | while read -r box; do
      IFS='x+' read -r width height x y <<<"$box"
      # What is lower is a mark or a bar.
      if [ "$height" -lt 20 ] || [ "$width" -lt 30 ]; then continue; fi
      convert "$work/now.png" -alpha off -crop "$box" +repage -shave 4x4 -channel G -separate -negate -normalize -resize 300% \
        -bordercolor white -border 30 "$work/button.png"
      words=$(tesseract "$work/button.png" - --psm 7 2>/dev/null | head -n 1)
      for each in $words; do printf '%s %s button.%s %s\n' $((x + width / 2)) $((y + height / 2)) "$box" "$each"; done
    done
  done
}

# place_of WORDS [last|button]: "x y" of the middle of those words, the first or the last on the screen, or on a colored button that
# can be used; fails where they are not.
place_of() {
  awk -v wanted="$1" -v which="${2:-}" '
    { x[NR] = $1; y[NR] = $2; line[NR] = $3; word[NR] = $4 }
    END {
      n = split(wanted, want, " ")
      for (i = 1; i + n - 1 <= NR; i++) {
        same = line[i] == line[i + n - 1] && (which != "button" || line[i] ~ /^button/)
        for (j = 1; same && j <= n; j++) {
          got = word[i + j - 1]
          bare = got
          gsub(/[^[:alnum:]]+$/, "", bare)
          same = got == want[j] || bare == want[j]
        }
        if (same) {
          found = int((x[i] + x[i + n - 1]) / 2) " " int((y[i] + y[i + n - 1]) / 2)
          if (which == "") break
        }
      }
      if (found == "") exit 1
      print found
    }' "$work/words"
}

# until_sees WORDS [last|button]: waits for them; $at is then where they are.
until_sees() { until_sees_after true "$@"; }

# until_sees_after COMMAND WORDS [last|button]: the same, and does that before each look, as a person tries again what had no effect.
until_sees_after() {
  local command=$1 began=$SECONDS
  shift
  while $command && read_screen; ! at=$(place_of "$@"); do
    if [ $((SECONDS - began)) -gt "$limit" ]; then
      cp "$work/now.png" "$pictures/failed.png"
      stop "\"$1\" did not come onto the screen; see $pictures/failed.png"
    fi
    sleep 0.2
  done
}

# Takes the next picture, of the screen as it stands.
picture() {
  taken=$((${taken:-0} + 1))
  import -silent -window root "$pictures/$walk-$(printf '%02d' "$taken")-$1.png"
}

press() { xdotool key --clearmodifiers "$@"; }

type_words() { xdotool type --delay 30 "$1"; }

# click WORDS [last|button]
click() {
  until_sees "$@"
  # shellcheck disable=SC2086
  click_at $at
}

# click_at X Y [BUTTON]
click_at() {
  xdotool mousemove "$1" "$2"
  sleep 0.1
  xdotool click "${3:-1}"
}

# A window by its title, waited for; there is no window manager that gives it the keyboard.
until_window() {
  local began=$SECONDS id=
  while ! id=$(xdotool search --onlyvisible --name "^$1\$" 2>/dev/null | tail -n 1) || [ -z "$id" ]; do
    if [ $((SECONDS - began)) -gt "$limit" ]; then stop "no window \"$1\" came"; fi
    sleep 0.2
  done
  xdotool windowfocus "$id"
  eval "$(xdotool getwindowgeometry --shell "$id" | sed -n 's/^\(X\|WIDTH\)=/window_\1=/p')"
}
