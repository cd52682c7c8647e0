package dev.mooring.desktop.pod;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What is known of the registries of a context.
public record KnownImages(List<In> registries) {

  /// One of them.
  ///
  /// @param connected whether it can be read
  /// @param hosts under which nodes and this machine name it: "localhost:5000"
  /// @param repositories null where they are not read yet
  record In(boolean connected, Set<String> hosts, @Nullable List<String> repositories) {
    boolean has(ImageReference image) {
      return hosts.contains(image.host());
    }

    boolean shows(ImageReference image) {
      return has(image) && (repositories == null || repositories.contains(image.repository()));
    }
  }

  public static KnownImages nothing() {
    return new KnownImages(List.of());
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
    return new KnownImages(List.of(new In(port != 0, hosts, repositories)));
  }

  public static KnownImages together(List<KnownImages> all) {
    return new KnownImages(all.stream().flatMap(each -> each.registries().stream()).toList());
  }

  /// The image in one of these registries; empty where it is none of theirs.
  public Optional<ImageReference> find(String image) {
    try {
      ImageReference reference = ImageReference.parse(image);
      return Optional.of(reference)
          .filter(each -> registries.stream().anyMatch(registry -> registry.has(each)));
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  /// The first of some images that can be shown.
  public Optional<ImageReference> first(List<String> images) {
    return images.stream()
        .flatMap(each -> find(each).stream())
        .filter(each -> registries.stream().anyMatch(registry -> registry.shows(each)))
        .findFirst();
  }

  /// Why none of some images can be shown; empty where one can.
  public String whyNot(List<String> images) {
    List<ImageReference> own = images.stream().flatMap(each -> find(each).stream()).toList();
    if (own.isEmpty() && !registries.isEmpty()) {
      return Messages.of("image-of-another-registry");
    }
    List<ImageReference> readable =
        own.stream()
            .filter(each -> registries.stream().anyMatch(in -> in.connected() && in.has(each)))
            .toList();
    if (readable.isEmpty()) {
      return Messages.of("connect-first");
    }
    return first(images).isPresent()
        ? ""
        : Messages.of("no-such-repository", readable.getFirst().repository());
  }
}
