package dev.mooring.desktop.pod;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What is known of the registry in view.
///
/// @param connected whether it can be read
/// @param hosts under which nodes and this machine name it: "localhost:5000"
/// @param repositories null where they are not read yet
public record KnownImages(
    boolean connected, Set<String> hosts, @Nullable List<String> repositories) {

  public static KnownImages nothing() {
    return new KnownImages(false, Set.of(), null);
  }

  /// @param nodePort under which nodes name it
  /// @param port under which this machine does; 0 where it is not connected
  public static KnownImages at(int nodePort, int port, @Nullable List<String> repositories) {
    Set<String> hosts =
        IntStream.of(nodePort, port)
            .filter(each -> each != 0)
            .mapToObj(each -> List.of("localhost:" + each, "127.0.0.1:" + each))
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());
    return new KnownImages(port != 0, hosts, repositories);
  }

  /// The image in this registry; empty where it is none of its.
  public Optional<ImageReference> find(String image) {
    try {
      ImageReference reference = ImageReference.parse(image);
      return Optional.of(reference).filter(each -> hosts.contains(each.host()));
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  /// The first of some images that can be shown.
  public Optional<ImageReference> first(List<String> images) {
    return images.stream()
        .flatMap(each -> find(each).stream())
        .filter(each -> repositories == null || repositories.contains(each.repository()))
        .findFirst();
  }

  /// Why none of some images can be shown; empty where one can.
  public String whyNot(List<String> images) {
    List<ImageReference> own = images.stream().flatMap(each -> find(each).stream()).toList();
    if (own.isEmpty() && !hosts.isEmpty()) {
      return Messages.of("image-of-another-registry");
    }
    if (!connected) {
      return Messages.of("connect-first");
    }
    return first(images).isPresent()
        ? ""
        : Messages.of("no-such-repository", own.getFirst().repository());
  }
}
