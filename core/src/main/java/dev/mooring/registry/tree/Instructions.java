package dev.mooring.registry.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What builders write into an image's history, as the Dockerfile says it.
///
/// Docker's classic builder writes `/bin/sh -c #(nop)  CMD ["sh"]` and `/bin/sh -c apt-get update`,
/// after `|1 ARGUMENT=value` where the build had arguments; BuildKit writes `RUN /bin/sh -c
/// apt-get update # buildkit`.
final class Instructions {
  private static final int LONGEST = 20_000;
  private static final String BUILDKIT = "# buildkit";
  private static final Pattern KNOWN =
      Pattern.compile(
          "(?:FROM|RUN|CMD|LABEL|MAINTAINER|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG"
              + "|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)\\s.*",
          Pattern.DOTALL);
  private static final Pattern SHELL =
      Pattern.compile(
          "(?:/(?:usr/)?bin/(?:ba|da|a|z)?sh(?: -[a-z]{1,8}| pipefail){0,8}? -[a-z]{0,6}c"
              + "|cmd /S /C|powershell -Command)\\s+");
  private static final Pattern ARGUMENTS = Pattern.compile("\\|[0-9]{1,4} ");
  private static final Pattern HASHED =
      Pattern.compile("((?:file|dir|multi):[0-9a-f]{12})[0-9a-f]{52} in ");
  private static final Pattern LIST = Pattern.compile("(?:map)?\\[([^\\[\\]\"]*)]");
  private static final Pattern BETWEEN = Pattern.compile("(?<!\\\\)\" \"");
  private static final Pattern BREAK = Pattern.compile("\\s*\\t\\s*|\\s+(?=&& )");

  private Instructions() {}

  static String clean(String createdBy) {
    String text = createdBy.length() > LONGEST ? createdBy.substring(0, LONGEST) : createdBy;
    text = text.strip();
    if (text.endsWith(BUILDKIT)) {
      text = text.substring(0, text.length() - BUILDKIT.length()).strip();
    }
    boolean run = text.startsWith("RUN ");
    String words = run ? text.substring(4).strip() : text;
    Matcher arguments = ARGUMENTS.matcher(words);
    Matcher shell = SHELL.matcher(words);
    if (arguments.lookingAt() ? shell.find() : shell.lookingAt()) {
      String inner = words.substring(shell.end()).strip();
      if (!inner.startsWith("#(nop)")) {
        return "RUN " + inner;
      }
      text = inner.substring(6).strip();
    }
    if (KNOWN.matcher(text).matches()) {
      return plain(text);
    }
    return text.isEmpty() ? "" : "# " + text;
  }

  private static String plain(String text) {
    if (text.startsWith("ADD ") || text.startsWith("COPY ")) {
      return HASHED.matcher(text).replaceFirst("$1 ");
    }
    if (text.startsWith("EXPOSE ") || text.startsWith("VOLUME ")) {
      Matcher list = LIST.matcher(text);
      return list.find() ? text.substring(0, 7) + list.group(1).replace(":{}", "").strip() : text;
    }
    if (text.startsWith("CMD ") || text.startsWith("ENTRYPOINT ")) {
      return BETWEEN.matcher(text).replaceAll("\", \"");
    }
    return text;
  }

  static List<String> lines(String instruction) {
    if (!instruction.startsWith("RUN ") || instruction.contains("\n")) {
      return instruction.lines().map(String::stripTrailing).toList();
    }
    List<String> lines = new ArrayList<>();
    String[] parts = BREAK.split(instruction, -1);
    for (int i = 0; i < parts.length; i++) {
      lines.add((i == 0 ? "" : "    ") + parts[i] + (i == parts.length - 1 ? "" : " \\"));
    }
    return lines;
  }
}
