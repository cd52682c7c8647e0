package dev.mooring.desktop.terminal;

import dev.mooring.platform.Version;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A manual page in the macros of man(7), written from the command's own description.
final class ManualPage {
  private final StringBuilder page = new StringBuilder();

  private ManualPage() {}

  static String of(CommandPath path) {
    ManualPage manual = new ManualPage();
    manual.write(path);
    return manual.page.toString();
  }

  private void write(CommandPath path) {
    line(
        ".TH %s 1 \"\" \"Mooring %s\""
            .formatted(
                escaped(path.page().toUpperCase(Locale.ROOT)), escaped(Version.running().text())));
    line(".SH NAME");
    line(escaped(path.page()) + " \\- " + escaped(path.summary()));
    line(".SH SYNOPSIS");
    verbatim(path.command().getHelp().synopsis(0).split("\\R", -1));
    line(".SH DESCRIPTION");
    text(CommandPath.text(path.spec().usageMessage().description()));
    arguments(path);
    options(path);
    commands(path);
    String[] footer = path.spec().usageMessage().footer();
    if (footer.length > 0) {
      line(".SH NOTES");
      verbatim(footer);
    }
    line(".SH SEE ALSO");
    text(
        path.words().isEmpty()
            ? "kubectl(1)"
            : new CommandPath(path.words().subList(0, path.words().size() - 1), path.command())
                    .page()
                + "(1)");
  }

  private void arguments(CommandPath path) {
    if (path.spec().positionalParameters().isEmpty()) {
      return;
    }
    line(".SH ARGUMENTS");
    for (PositionalParamSpec each : path.spec().positionalParameters()) {
      line(".TP");
      line("\\fI" + escaped(each.paramLabel()) + "\\fR");
      text(CommandPath.text(each.description()));
    }
  }

  private void options(CommandPath path) {
    line(".SH OPTIONS");
    for (OptionSpec each : path.options()) {
      line(".TP");
      String value = each.arity().max() == 0 ? "" : " \\fI" + escaped(each.paramLabel()) + "\\fR";
      line("\\fB" + escaped(String.join(", ", each.names())) + "\\fR" + value);
      text(CommandPath.text(each.description()));
    }
  }

  private void commands(CommandPath path) {
    if (path.children().isEmpty()) {
      return;
    }
    line(".SH COMMANDS");
    for (CommandPath each : path.children()) {
      line(".TP");
      line("\\fB" + escaped(each.page()) + "\\fR(1)");
      text(each.summary());
    }
  }

  private void verbatim(String... lines) {
    line(".nf");
    for (String each : lines) {
      text(Ansi.OFF.string(each).stripTrailing());
    }
    line(".fi");
  }

  private void text(String text) {
    String escaped = escaped(text);
    // A dot or an apostrophe in front would be a macro.
    line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
