package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The fields in which two states of an object differ.
final class Differences {
  private static final int MOST = 8;

  /// What the server writes by itself.
  private static final Set<String> OWN =
      Set.of("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp");

  private Differences() {}

  static List<String> between(KubeObject before, KubeObject after) {
    List<String> paths = new ArrayList<>();
    compare("", before.document().without("status"), after.document().without("status"), paths);
    if (paths.size() > MOST) {
      List<String> first = new ArrayList<>(paths.subList(0, MOST));
      first.add(Messages.of("more", paths.size() - MOST));
      return List.copyOf(first);
    }
    return List.copyOf(paths);
  }

  private static void compare(String path, Document one, Document other, List<String> paths) {
    if (one.equals(other)) {
      return;
    }
    if (!one.entries().isEmpty() && !other.entries().isEmpty()) {
      Set<String> keys = new TreeSet<>(one.entries().keySet());
      keys.addAll(other.entries().keySet());
      for (String key : keys) {
        if (!(path.equals("metadata") && OWN.contains(key))) {
          compare(path.isEmpty() ? key : path + "." + key, one.at(key), other.at(key), paths);
        }
      }
      return;
    }
    List<Document> ones = one.items();
    List<Document> others = other.items();
    if (!ones.isEmpty() && ones.size() == others.size()) {
      for (int i = 0; i < ones.size(); i++) {
        compare(path + "[" + i + "]", ones.get(i), others.get(i), paths);
      }
      return;
    }
    paths.add(path);
  }
}
