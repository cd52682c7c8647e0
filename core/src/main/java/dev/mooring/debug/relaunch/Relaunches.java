package dev.mooring.debug.relaunch;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.Relaunched;
import dev.mooring.debug.copy.Copies;
import dev.mooring.debug.copy.CopyNote;
import dev.mooring.debug.copy.Undo;
import dev.mooring.debug.subject.OwningWorkload;
import dev.mooring.debug.subject.SavedTemplate;
import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Changes templates of workloads so that they can be restored exactly: by the session that changed
/// one, or later by whoever finds the mark. Thread-safe.
///
/// A note on this computer has the hash of what was saved: by it, Mooring tells what it saved from
/// what somebody else wrote there. The note is locked while the session runs.
public final class Relaunches {
  private static final int TRIES = 8;
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int MOST = 200;
  private static final int LONGEST = 300;

  private final Path directory;
  private final Cluster cluster;

  public Relaunches(Path state, Cluster cluster) {
    this.directory = state.resolve("debug-relaunches");
    this.cluster = cluster;
  }

  /// @throws MooringException when it is changed already, or somebody changed it meanwhile
  Undo change(OwningWorkload workload, String id, Document template) throws InterruptedException {
    KubeObject before = workload.object();
    if (before.annotations().containsKey(SavedTemplate.KEY)) {
      throw problem(
          Code.DEBUG_NOT_POSSIBLE,
          Messages.of("cannot-relaunch", before.words()),
          Messages.of("it-is-relaunched-already"),
          restoring(before));
    }
    SavedTemplate saved = new SavedTemplate(id, workload.template());
    String text = saved.text();
    CopyNote note = note(before, saved);
    boolean changed = false;
    try {
      KubeObject after = patch(before, text, MergePatch.between(workload.template(), template));
      changed = true;
      return new Change(note, before, saved, SavedTemplate.hash(after.at("spec", "template")));
    } finally {
      if (!changed) {
        note.delete();
      }
    }
  }

  /// What is there to restore; nothing where the workload is as its owner made it.
  ///
  /// @throws MooringException while a session of this computer has it
  public Optional<Relaunched> found(KubeObject workload) {
    return SavedTemplate.of(workload)
        .map(
            saved ->
                new Relaunched(
                    workload.words(),
                    saved.hash().equals(noted(workload)),
                    saved.template().at("spec", "containers").stream()
                        .map(Relaunches::words)
                        .toList(),
                    saved.hash()));
  }

  /// The hash of what this computer saved of it; empty where it saved nothing.
  private String noted(KubeObject workload) {
    Path file = file(workload);
    Optional<CopyNote> note = CopyNote.left(file);
    note.ifPresent(CopyNote::close);
    if (note.isEmpty() && Files.exists(file)) {
      throw problem(
          Code.CONFLICT,
          Messages.of("cannot-restore", workload.words()),
          Messages.of("a-session-has-it"),
          new Remedy.Advice(Messages.of("end-that-session")));
    }
    return note.map(each -> each.content().copy().nonce()).orElse("");
  }

  private static String words(Document container) {
    List<String> words = new ArrayList<>();
    words.add(container.at("name").textOrEmpty());
    words.add(container.at("image").textOrEmpty());
    words.addAll(container.at("command").texts());
    words.addAll(container.at("args").texts());
    String line = String.join(" ", words);
    return Printable.cut(line, LONGEST);
  }

  /// Restores it, whatever it was changed to since.
  ///
  /// @param seen what somebody has agreed to
  public void restore(KubeObject workload, Relaunched seen) throws InterruptedException {
    SavedTemplate saved =
        SavedTemplate.of(workload)
            .filter(each -> each.hash().equals(seen.hash()))
            .orElseThrow(
                () ->
                    problem(
                        Code.CONFLICT,
                        Messages.of("cannot-restore", workload.words()),
                        Messages.of("somebody-changed-it"),
                        restoring(workload)));
    restore(workload, saved);
    CopyNote.left(file(workload)).ifPresent(CopyNote::delete);
  }

  /// Workloads of this context that a crash left changed: "deployments/shop/hello".
  public List<String> left() {
    try (Stream<Path> all = Files.list(directory)) {
      return all.limit(MOST)
          .flatMap(each -> CopyNote.left(each).stream())
          .map(
              note -> {
                try (note) {
                  return note.content();
                }
              })
          .filter(each -> each.context().equals(cluster.context().name()))
          .map(each -> each.copy().name())
          .toList();
    } catch (IOException e) {
      return List.of(); // there never was one
    }
  }

  private void restore(KubeObject now, SavedTemplate saved) throws InterruptedException {
    KubeObject after =
        patch(now, null, MergePatch.between(now.at("spec", "template"), saved.template()));
    if (!SavedTemplate.hash(after.at("spec", "template")).equals(saved.hash())) {
      throw problem(
          Code.CONFLICT,
          Messages.of("cannot-restore", now.words()),
          Messages.of("the-server-has-another-template"),
          new Remedy.Advice(Messages.of("apply-its-manifest-again")));
    }
  }

  /// Refused by the server where somebody changed the workload since it was read.
  private KubeObject patch(KubeObject now, @Nullable String mark, Document template)
      throws InterruptedException {
    Map<String, @Nullable Object> annotations = new LinkedHashMap<>();
    annotations.put(SavedTemplate.KEY, mark);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", now.resourceVersion());
    metadata.put("annotations", annotations);
    return cluster.mergePatch(
        Kind.of(now),
        now.namespace(),
        now.name(),
        "",
        Document.of(Map.of("metadata", metadata, "spec", Map.of("template", template))));
  }

  private CopyNote note(KubeObject workload, SavedTemplate saved) {
    Path file = file(workload);
    try {
      CopyNote.left(file).ifPresent(CopyNote::delete); // of what somebody else restored
      return CopyNote.make(
          file,
          new CopyNote.Content(
              cluster.context().name(),
              workload.namespace(),
              new Copies.Name(path(workload), saved.hash())));
    } catch (IOException e) {
      throw problem(
          Code.FILE_NOT_WRITABLE,
          Messages.of("cannot-note-the-relaunch"),
          String.valueOf(e.getMessage()),
          new Remedy.Advice(Messages.of("make-it-writable", directory)));
    }
  }

  private static String path(KubeObject workload) {
    return Kind.of(workload).plural() + "/" + workload.namespace() + "/" + workload.name();
  }

  private Path file(KubeObject workload) {
    return directory.resolve(
        SavedTemplate.hash(Document.of(cluster.context().name() + "/" + path(workload))) + ".json");
  }

  static Remedy restoring(KubeObject workload) {
    return new Remedy.Command(
        Messages.of("restore-it"),
        "mooring debug restore "
            + workload.kind().toLowerCase(java.util.Locale.ROOT)
            + "/"
            + workload.name()
            + " -n "
            + workload.namespace());
  }

  private static MooringException problem(Code code, String what, String why, Remedy remedy) {
    return new Problem(code, what, why, remedy).raise();
  }

  /// One that a session made.
  private final class Change implements Undo {
    private final CopyNote note;
    private final KubeObject before;
    private final SavedTemplate saved;
    private final String changed;

    Change(CopyNote note, KubeObject before, SavedTemplate saved, String changed) {
      this.note = note;
      this.before = before;
      this.saved = saved;
      this.changed = changed;
    }

    @Override
    public String name() {
      return before.words();
    }

    @Override
    public String done() {
      return Messages.of("ended-it-is-restored", before.words());
    }

    @Override
    public void undo() throws InterruptedException {
      boolean restored = false;
      try {
        for (int tries = 1; !restored; tries++) {
          restored = undone(tries == TRIES);
        }
      } finally {
        if (restored) {
          note.delete();
        } else {
          note.close();
        }
      }
    }

    /// Controllers write into the status of a workload all the time, which makes what was just
    /// read old.
    private boolean undone(boolean last) throws InterruptedException {
      Optional<KubeObject> now =
          cluster
              .get(Kind.of(before), before.namespace(), before.name())
              .filter(each -> each.uid().equals(before.uid()));
      try {
        if (now.isPresent()) {
          undo(now.get());
        }
        return true;
      } catch (MooringException e) {
        if (last || e.problem().code() != Code.CONFLICT) {
          throw e;
        }
        Thread.sleep(PAUSE);
        return false;
      }
    }

    private void undo(KubeObject now) throws InterruptedException {
      Document template = now.at("spec", "template");
      boolean debugs =
          template
              .at("metadata", "annotations", SavedTemplate.KEY)
              .textOrEmpty()
              .equals(saved.id());
      if (!debugs) {
        // Whoever manages it has set it back already.
        patch(now, null, Document.of(Map.of()));
      } else if (SavedTemplate.hash(template).equals(changed)) {
        restore(now, saved);
      } else {
        throw problem(
            Code.CONFLICT,
            Messages.of("cannot-restore", now.words()),
            Messages.of("somebody-changed-it"),
            restoring(now));
      }
    }

    @Override
    public void leave() {
      note.close();
    }
  }
}
