# Reads Surefire's XML reports; writes "failed NAME: FIRST LINE", "skipped NAME (WHY)" and "tests N", skipped ones not counted.
# Surefire writes one element a line; inside a CDATA section are the words of a test, which may say anything.

function attribute(name,    start, text) {
  start = index($0, " " name "=\"")
  if (start == 0) return ""
  text = substr($0, start + length(name) + 3)
  return plain(substr(text, 1, index(text, "\"") - 1))
}

function plain(text) {
  gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&apos;/, "'", text)
  gsub(/&#9;/, " ", text); gsub(/&#13;/, "", text)
  sub(/^(&#10;|[ \t])+/, "", text); sub(/&#10;.*/, "", text)
  gsub(/&amp;/, "\\&", text)
  return text
}

function name() { return method == "" ? class : class "." method }

# What went wrong: the exception's words, else its type.
function reason() {
  why = attribute("message")
  sub(/^([a-z0-9_]+\.)+[A-Za-z0-9_$]+(Exception|Error): /, "", why)
  sub(/^Assumption failed: /, "", why)
  return why == "" ? attribute("type") : why
}

FNR == 1 { words = 0 }

!words && /<testcase / {
  tests++
  method = attribute("name"); class = attribute("classname")
  bad = 0
}
!words && /<(failure|error)[ >]/ {
  if (!bad) print "failed " name() ": " reason()
  bad = 1
}
!words && /<skipped[ \/>]/ {
  why = reason()
  tests--
  print "skipped " name() " (" (why == "" ? "no reason given" : why) ")"
}
{
  rest = $0
  while (1) {
    if (!words) {
      at = index(rest, "<![CDATA[")
      if (at == 0) break
      words = 1
      rest = substr(rest, at + 9)
    }
    at = index(rest, "]]>")
    if (at == 0) break
    words = 0
    rest = substr(rest, at + 3)
  }
}
END { print "tests " tests + 0 }
