package dev.mooring.desktop.pod;

import dev.mooring.forward.Target;
import java.util.List;

/// A pod or workload that something can be done with.
///
/// @param images that it runs, the application's first; none where they are not known here
public record Chosen(Target target, List<String> images) {
  public Chosen {
    images = List.copyOf(images);
  }

  /// A pod by its name alone.
  public static Chosen pod(String namespace, String name) {
    return new Chosen(new Target.Pod(namespace, name, ""), List.of());
  }

  /// A pod as NAMESPACE/NAME.
  public static Chosen pod(String words) {
    int slash = words.indexOf('/');
    return pod(words.substring(0, slash), words.substring(slash + 1));
  }
}
