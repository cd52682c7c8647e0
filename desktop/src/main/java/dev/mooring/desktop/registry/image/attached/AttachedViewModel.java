package dev.mooring.desktop.registry.image.attached;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.LongRead;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.image.attached.AttachedContents.Subject;
import dev.mooring.document.Document;
import dev.mooring.job.Jobs;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.attached.Attached;
import dev.mooring.registry.attached.AttachedFile;
import dev.mooring.registry.attached.Finding;
import dev.mooring.registry.attached.Sbom;
import dev.mooring.registry.attached.SbomPackage;
import dev.mooring.registry.attached.ScanReport;
import dev.mooring.registry.attached.TrustedKey;
import dev.mooring.registry.attached.Verification;
import dev.mooring.registry.tree.ChosenImage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is attached to an image, read once somebody looks. On the UI's thread.
public final class AttachedViewModel implements AutoCloseable {
  private final ImageSource source;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;
  private final Fetched<AttachedContents> contents;
  private final LongRead<Verified> verified;
  private @Nullable Subject image;
  private boolean looked;

  /// @param jobs what the user asked for
  /// @param reads what only a screen wants to know
  public AttachedViewModel(ImageSource source, Jobs jobs, Jobs reads, Ui ui) {
    this.source = source;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
    contents = new Fetched<>(Messages.of("reading-attached"), reads, ui);
    verified = new LongRead<>(Messages.of("verifying"), reads, ui);
  }

  Fetched<AttachedContents> contents() {
    return contents;
  }

  LongRead<Verified> verified() {
    return verified;
  }

  /// To which image; what was read of another one is gone.
  public void of(ChosenImage next) {
    image = new Subject(next.named(), next.image(), next.platform());
    contents.clear();
    verified.close();
    if (looked) {
      read();
    }
  }

  /// Somebody wants to see it.
  public void look() {
    if (!looked) {
      looked = true;
      read();
    }
  }

  void read() {
    Subject of = image;
    if (of != null) {
      contents.fetch(progress -> AttachedContents.read(source, of));
    }
  }

  /// Asks a key about all signatures that were found.
  void verify(Path key) {
    AttachedContents of = contents.value();
    if (of == null) {
      return;
    }
    verified.start(
        progress -> {
          TrustedKey trusted = TrustedKey.read(key);
          Map<Digest, Manifest> images = new HashMap<>();
          images.put(of.of().named().digest(), of.of().named());
          images.put(of.of().image().digest(), of.of().image());
          return new Verified(
              String.valueOf(key.getFileName()),
              trusted.words(),
              of,
              new Verification(source, trusted, images).check(of.attachments()));
        });
  }

  /// Empty where it is none after all.
  Fetched<Optional<Sbom>> sbom(Attached attached) {
    Fetched<Optional<Sbom>> sbom = new Fetched<>(Messages.of("reading-sbom"), reads, ui);
    sbom.fetch(progress -> Sbom.read(source, attached));
    return sbom;
  }

  /// Those packages that have a text, as they are found.
  Fetched<List<SbomPackage>> search() {
    return new Fetched<>(Messages.of("searching-packages"), reads, ui);
  }

  /// Empty where it has no form that is known.
  Fetched<Optional<ScanReport>> scan(Attached attached) {
    Fetched<Optional<ScanReport>> scan = new Fetched<>(Messages.of("reading-scan"), reads, ui);
    scan.fetch(progress -> ScanReport.read(source, attached));
    return scan;
  }

  /// Those findings that have a text, as they are found.
  Fetched<List<Finding>> findings() {
    return new Fetched<>(Messages.of("searching-findings"), reads, ui);
  }

  /// Empty where it is no JSON.
  Fetched<Optional<Document>> document(Attached attached) {
    Fetched<Optional<Document>> document =
        new Fetched<>(Messages.of("reading-document"), reads, ui);
    document.fetch(progress -> AttachedFile.document(source, attached));
    return document;
  }

  /// Writes what is attached, byte for byte, into a file that is not there yet.
  void export(Attached attached, Path file) {
    attached
        .content()
        .ifPresent(
            content ->
                jobs.start(
                    Messages.of("exporting", content.digest().brief()),
                    progress -> {
                      AttachedFile.write(source, content, file, progress);
                      return file;
                    },
                    done -> Messages.of("exported-to", done)));
  }

  /// Ends what is being read.
  @Override
  public void close() {
    looked = false;
    contents.clear();
    verified.close();
  }
}
