package dev.mooring.registry.diff;

import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.layer.Layers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Tells how two images differ, for as few bytes as that takes.
///
/// Layers of one image alone are transferred once. Layers that both have are not read, unless they
/// are small, their tables are known, or more is allowed: that can leave open whether what one
/// image writes is in the other, too, which is then said. Thread-safe, blocking; an interrupt ends
/// it, and nothing stays behind.
public final class ImageComparison {
  private final Layers layers;

  public ImageComparison(Layers layers) {
    this.layers = layers;
  }

  /// @throws dev.mooring.problem.MooringException when one of them cannot be read
  public ImageDifference compare(
      ComparedImage from, ComparedImage to, Question question, Progress progress)
      throws InterruptedException {
    Manifest first = from.chosen().image();
    Manifest second = to.chosen().image();
    Fields fields = new Fields(question);
    boolean description = question.has(Question.Part.DESCRIPTION);
    if (description) {
      fields.index(from.chosen().named(), to.chosen().named());
    }
    try (LayerReading reading = new LayerReading(layers, from, to, question.shared(), progress)) {
      if (first.digest().equals(second.digest())) {
        return result(fields, reading, from, to, Found.nothing(), true);
      }
      if (description) {
        describe(from, to, fields);
      }
      Found found =
          isSame(first, second) || question.parts().equals(Set.of(Question.Part.DESCRIPTION))
              ? Found.nothing()
              : files(reading, fields, question, progress);
      return result(fields, reading, from, to, found, false);
    }
  }

  private static void describe(ComparedImage from, ComparedImage to, Fields fields)
      throws InterruptedException {
    Manifest first = from.chosen().image();
    Manifest second = to.chosen().image();
    fields.manifest(first, second);
    if (!first.hasConfig()
        || !second.hasConfig()
        || !first.config().digest().equals(second.config().digest())) {
      fields.config(ImageConfig.read(from), ImageConfig.read(to));
    }
    fields.layers(first.layers(), second.layers());
  }

  private static boolean isSame(Manifest first, Manifest second) {
    return digests(first).equals(digests(second));
  }

  private static List<Digest> digests(Manifest image) {
    return image.layers().stream().map(Descriptor::digest).toList();
  }

  /// What the layers show.
  private record Found(
      List<PackageChange> packages, List<FileChange> files, int ignored, List<String> notes) {
    static Found nothing() {
      return new Found(List.of(), List.of(), 0, List.of());
    }
  }

  private static Found files(
      LayerReading reading, Fields fields, Question question, Progress progress)
      throws InterruptedException {
    reading.readOwn();
    if (new FileComparison(reading.overlayOfFirst(), reading.overlayOfSecond(), question).unsure()
        > 0) {
      reading.readShared();
    }
    Overlay from = reading.overlayOfFirst();
    Overlay to = reading.overlayOfSecond();
    FileComparison comparison = new FileComparison(from, to, question);
    List<FileComparison.Undecided> undecided =
        comparison.undecided().stream()
            .filter(
                each ->
                    question.has(Question.Part.FILES)
                        || PackageComparison.isAbout(from, to, each.path()))
            .toList();
    List<FileChange> changes = new ArrayList<>(comparison.changes());
    decide(reading, undecided, changes, progress);
    changes.sort(Comparator.comparing(FileChange::path));

    List<String> notes = new ArrayList<>();
    List<PackageChange> packages = new ArrayList<>();
    if (question.has(Question.Part.PACKAGES)) {
      PackageComparison compared = new PackageComparison(reading);
      compared.compare(from, to, changes);
      compared.system(from, to, changes).ifPresent(fields::add);
      packages.addAll(compared.changes());
      notes.addAll(compared.notes());
    }
    if (question.strict() && question.has(Question.Part.DESCRIPTION)) {
      new TarOrder(reading).compare(fields);
    }
    return new Found(
        packages,
        question.has(Question.Part.FILES)
            ? new TextChanges(reading, from, to, question).with(changes)
            : List.of(),
        question.has(Question.Part.FILES) ? comparison.ignored() : 0,
        notes);
  }

  private static void decide(
      LayerReading reading,
      List<FileComparison.Undecided> undecided,
      List<FileChange> changes,
      Progress progress)
      throws InterruptedException {
    Contents contents = new Contents(reading, progress);
    contents.read(undecided);
    for (FileComparison.Undecided each : undecided) {
      contents.difference(each).map(each::with).or(each::same).ifPresent(changes::add);
    }
  }

  private static ImageDifference result(
      Fields fields,
      LayerReading reading,
      ComparedImage from,
      ComparedImage to,
      Found found,
      boolean sameImage) {
    boolean nothing =
        fields.changes().isEmpty() && found.packages().isEmpty() && found.files().isEmpty();
    ImageDifference.Verdict verdict;
    if (!nothing) {
      verdict = ImageDifference.Verdict.DIFFERENT;
    } else if (!found.notes().isEmpty()) {
      verdict = ImageDifference.Verdict.UNKNOWN;
    } else {
      verdict = sameImage ? ImageDifference.Verdict.IDENTICAL : ImageDifference.Verdict.EQUIVALENT;
    }
    return new ImageDifference(
        verdict,
        fields.changes(),
        reading.shared(),
        reading.ownOf(from),
        reading.ownOf(to),
        found.packages(),
        found.files(),
        found.ignored(),
        reading.unread(),
        found.notes());
  }
}
