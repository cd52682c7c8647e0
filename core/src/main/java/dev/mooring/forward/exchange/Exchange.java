package dev.mooring.forward.exchange;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.SavedForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads and writes forwards in the files of other tools and in Mooring's own.
///
/// A file is hostile input: bounded in size and number of entries, no path or address in it is
/// followed, and credentials in it are not taken.
public final class Exchange {
  /// The longest file that is read.
  static final int LARGEST = 1 << 20;

  /// The most entries that are read.
  static final int MOST = 1000;

  /// An alias of YAML in the place of a value.
  private static final Pattern YAML_ALIAS =
      Pattern.compile("^[^#\"'\\n]*[:\\-] +\\*\\w", Pattern.MULTILINE);

  private static final Map<ExchangeFormat, Layout> LAYOUTS =
      new EnumMap<>(
          Map.of(
              ExchangeFormat.YAML, new OwnLayout(),
              ExchangeFormat.KFTRAY, new KftrayLayout(),
              ExchangeFormat.KUBE_FORWARDER, new KubeForwarderLayout(),
              ExchangeFormat.SKAFFOLD, new SkaffoldLayout(),
              ExchangeFormat.KUBEFWD, new KubefwdLayout()));

  private Exchange() {}

  /// Reads a file. Blocks on the disk.
  ///
  /// @param named empty to tell the format by the content
  /// @throws dev.mooring.problem.MooringException when it cannot be read or is no such file
  public static Imported read(Path file, Optional<ExchangeFormat> named) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_READABLE,
              Messages.of("cannot-read", file),
              e instanceof NoSuchFileException
                  ? Messages.of("the-file-does-not-exist")
                  : Messages.of("the-system-does-not-allow-it"),
              new Remedy.Advice(Messages.of("check-its-name-and-permissions")),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
    return read(bytes, file.toString(), named);
  }

  /// Reads what a file holds.
  ///
  /// @param bytes at most [#LARGEST]; one more is enough to be refused
  /// @param source what is read, for messages: the file's name
  /// @param named empty to tell the format by the content
  /// @throws dev.mooring.problem.MooringException when it is no such file; an entry that cannot be
  /// taken is only left out and noted
  public static Imported read(byte[] bytes, String source, Optional<ExchangeFormat> named) {
    if (bytes.length > LARGEST) {
      throw new Problem(
              Code.DOCUMENT_UNREADABLE,
              Messages.of("cannot-read", source),
              Messages.of("it-is-larger-than-1-mib"),
              new Remedy.Advice(Messages.of("check-that-it-is-the-right")))
          .raise();
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    String first = text.stripLeading();
    boolean json = first.startsWith("{") || first.startsWith("[");
    List<Document> documents =
        json ? List.of(Documents.json(text, source)) : Documents.yaml(text, source);
    ExchangeFormat format = named.orElseGet(() -> recognised(documents, source));
    List<Note> report = new ArrayList<>();
    if (!json && YAML_ALIAS.matcher(text).find()) {
      report.add(
          new Note(
              Messages.of("the-file"),
              "",
              Note.Kind.CHANGED,
              Messages.of("aliases-name-are-read-as-plain")));
    }
    List<SavedForward> forwards = layout(format).read(documents, report);
    return new Imported(format, forwards, report);
  }

  /// Writes forwards for a tool. What it cannot express is left out and noted.
  public static Exported write(List<SavedForward> forwards, ExchangeFormat format) {
    List<Note> report = new ArrayList<>();
    return new Exported(layout(format).write(forwards, report), report);
  }

  private static Layout layout(ExchangeFormat format) {
    Layout layout = LAYOUTS.get(format);
    if (layout == null) {
      throw new IllegalStateException("no layout for " + format);
    }
    return layout;
  }

  private static ExchangeFormat recognised(List<Document> documents, String source) {
    for (Map.Entry<ExchangeFormat, Layout> each : LAYOUTS.entrySet()) {
      if (documents.stream().anyMatch(each.getValue()::recognises)) {
        return each.getKey();
      }
    }
    throw new Problem(
            Code.DOCUMENT_UNREADABLE,
            Messages.of("cannot-recognize", source),
            Messages.of("it-is-not-a-list-of"),
            new Remedy.Advice(Messages.of("name-its-format-with-format-src")))
        .raise();
  }
}
