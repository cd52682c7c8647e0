package dev.mooring.report;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A bundle for maintainers: versions, settings, findings and the recent log.
///
/// Without names it tells nothing of clusters, namespaces, images, hosts or users: of findings the
/// identifiers, of settings what has no name, of the log the sentences without their values.
/// Secrets
/// are taken out always. Blocks on the disk.
///
/// @param versions of Mooring and what it runs on; they name nobody
/// @param findings what a look at the cluster found; empty where there was none
/// @param failure why there was no such look, by its code
/// @param logs where the log files are
public record Report(
    Map<String, String> versions,
    Settings settings,
    List<Finding> findings,
    Optional<Problem> failure,
    Path logs) {
  private static final int MOST_LINES = 20_000;

  public enum Names {
    LEFT_OUT,
    KEPT
  }

  /// Writes the bundle, readable by its owner only; never over another file.
  ///
  /// @throws dev.mooring.problem.MooringException when it cannot be written
  public void write(Path file, Names names) {
    try {
      if (file.toAbsolutePath().getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        add(zip, "report.json", Documents.prettyJson(summary(names)));
        for (Path log : logFiles()) {
          add(zip, log.getFileName().toString(), log(log, names));
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new Problem(
              Code.FILE_EXISTS,
              Messages.of("report-not-written", file),
              Messages.of("file-is-there"),
              new Remedy.Advice(Messages.of("choose-another-file")))
          .raise(e);
    } catch (IOException | UncheckedIOException e) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              Messages.of("report-not-written", file),
              Messages.of("cannot-be-written"),
              new Remedy.Advice(Messages.of("choose-another-folder")),
              String.valueOf(e))
          .raise(e);
    }
  }

  private Document summary(Names names) {
    boolean kept = names == Names.KEPT;
    Document all =
        Document.nothing()
            .with(Document.of(versions), "versions")
            .with(kept ? "kept" : "left out", "names")
            .with(
                Document.of(findings.stream().map(each -> finding(each, kept)).toList()),
                "findings");
    if (failure.isPresent()) {
      Problem problem = failure.get();
      all = all.with(problem.code().id(), "failure", "code");
      if (kept) {
        all = all.with(clean(problem.what() + ": " + problem.why()), "failure", "words");
      }
    }
    all = all.with(plain(settings), "settings");
    if (kept) {
      all =
          all.with(settings.context(), "settings", "context")
              .with(clean(settings.registryImage()), "settings", "registryImage")
              .with(clean(settings.debugImage()), "settings", "debugImage")
              .with(clean(Documents.json(Document.of(settings.forwards()))), "settings", "kept");
    }
    return all;
  }

  private static Document finding(Finding finding, boolean kept) {
    Document level =
        Document.nothing()
            .with(finding.id(), "id")
            .with(finding.level().name().toLowerCase(Locale.ROOT), "level");
    return kept ? level.with(clean(finding.words()), "words") : level;
  }

  /// What has no name in it.
  private static Document plain(Settings settings) {
    boolean usual = settings.registryImage().equals(Settings.defaults().registryImage());
    return Document.nothing()
        .with(settings.appearance().name().toLowerCase(Locale.ROOT), "appearance")
        .with(settings.localPort(), "localPort")
        .with(usual, "usualRegistryImage")
        .with(!settings.debugImage().isEmpty(), "debugImageChosen")
        .with(settings.closeToTray(), "closeToTray")
        .with(settings.startAtLogin(), "startAtLogin")
        .with(settings.notifications(), "notifications")
        .with(settings.allowUnknownLocalUsers(), "allowUnknownLocalUsers")
        .with(settings.hiddenColumns().size(), "hiddenColumns")
        .with(settings.forwards().size(), "forwards")
        .with(settings.registries().size(), "registries");
  }

  private List<Path> logFiles() throws IOException {
    try (Stream<Path> files = Files.list(logs)) {
      return files
          .filter(each -> each.getFileName().toString().matches("mooring[\\w.-]*\\.log"))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static String log(Path file, Names names) throws IOException {
    List<String> lines = new ArrayList<>();
    // A byte that is no UTF-8 must not hide the rest.
    new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().forEach(lines::add);
    List<String> recent = lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    if (names == Names.KEPT) {
      return clean(String.join("\n", recent));
    }
    return recent.stream()
        .flatMap(each -> LogLine.withoutNames(each).stream())
        .collect(Collectors.joining("\n"));
  }

  private static String clean(String text) {
    return Secrets.without(text);
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
