package dev.mooring.registry.diff;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.packages.ImagePackages;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Adds to changed texts how their lines changed: to so many of them, and no more. Where packages
/// are compared, the lists that they come from say nothing more.
final class TextChanges {
  private static final int MOST_FILES = 100;

  /// Read for it of layers that are not at hand.
  private static final int MOST_OPENED = 10;

  private final LayerReading reading;
  private final Overlay from;
  private final Overlay to;
  private final Question question;
  private int opened;
  private int compared;

  TextChanges(LayerReading reading, Overlay from, Overlay to, Question question) {
    this.reading = reading;
    this.from = from;
    this.to = to;
    this.question = question;
  }

  List<FileChange> with(List<FileChange> changes) throws InterruptedException {
    List<FileChange> all = new ArrayList<>(changes.size());
    for (FileChange each : changes) {
      all.add(with(each));
    }
    return all;
  }

  private FileChange with(FileChange change) throws InterruptedException {
    Held first = from.held(change.path());
    Held second = to.held(change.path());
    if (!change.aspects().contains(FileChange.Aspect.CONTENT)
        || first == null
        || second == null
        || compared >= MOST_FILES
        || isToldByPackages(first)
        || !isReadable(first)
        || !isReadable(second)) {
      return change;
    }
    compared++;
    try {
      return change.with(TextDiff.of(bytes(first), bytes(second)));
    } catch (IOException e) {
      // That they differ is known; how can be left out.
      return change;
    } catch (MooringException e) {
      if (reading.isSpent()) {
        return change;
      }
      throw e;
    }
  }

  private boolean isToldByPackages(Held held) {
    return !question.strict()
        && question.has(Question.Part.PACKAGES)
        && ImagePackages.isDatabase(held.entry());
  }

  private boolean isReadable(Held held) {
    Descriptor layer = held.fileLayer();
    if (layer == null || held.size() == 0 || held.size() > TextDiff.LARGEST) {
      return false;
    }
    return reading.copies().has(layer) || opened++ < MOST_OPENED;
  }

  private byte[] bytes(Held held) throws IOException, InterruptedException {
    LayerEntry file = held.file();
    Descriptor layer = held.fileLayer();
    if (file == null || layer == null) {
      return new byte[0];
    }
    try (InputStream in = reading.open(layer, file)) {
      return in.readNBytes(TextDiff.LARGEST);
    }
  }
}
