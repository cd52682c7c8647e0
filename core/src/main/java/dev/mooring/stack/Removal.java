package dev.mooring.stack;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.render.StackRecord;
import java.util.Set;

/// What an uninstall does with one object.
record Removal(KubeObject object, Fate fate) {
  private static final Set<String> RUNNING =
      Set.of(Kind.POD.kind(), Kind.DAEMON_SET.kind(), Kind.DEPLOYMENT.kind());

  /// What becomes of an object.
  enum Fate {
    GOES,
    /// A namespace that others use too loses its labels.
    LOSES_LABELS,
    /// A Sidecar loses what was added for builders.
    LOSES_LISTENER
  }

  boolean runs() {
    return RUNNING.contains(object.kind());
  }

  boolean isRoom() {
    return object.kind().equals(Kind.NAMESPACE.kind());
  }

  boolean isPlain() {
    return fate != Fate.LOSES_LISTENER && !runs() && !isRoom();
  }

  /// Where the registry and its entrances are is known by it: it goes after everything else.
  boolean isRecord() {
    return object.kind().equals(Kind.CONFIG_MAP.kind()) && object.name().equals(StackRecord.NAME);
  }

  String words() {
    return switch (fate) {
      case GOES -> object.words();
      case LOSES_LABELS -> Messages.of("labels-of-others-use-it", object.words());
      case LOSES_LISTENER -> Messages.of("listener-of-builders", object.words());
    };
  }
}
