package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.util.ArrayList;
import java.util.List;

/// Who can push to a registry that stands, wherever it says so: writers outlast a change of what
/// protects it.
final class KeptWriters {
  private KeptWriters() {}

  static List<Writer> of(Cluster cluster, StackOptions options) throws InterruptedException {
    List<Writer> writers = new ArrayList<>();
    for (Protection each : Protection.values()) {
      for (Writer writer : WriterStore.of(cluster, options.withProtection(each)).list()) {
        boolean known =
            writers.stream()
                .anyMatch(
                    one ->
                        one.namespace().equals(writer.namespace())
                            && one.name().equals(writer.name()));
        if (!known) {
          writers.add(writer);
        }
      }
    }
    return List.copyOf(writers);
  }
}
