package dev.mooring.desktop.registry.copy;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.registry.remote.RemoteImage;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import dev.mooring.registry.transfer.Platforms;
import dev.mooring.settings.Settings;
import dev.mooring.stack.OutsideRegistries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Copies images of the registry in view to another name, or into another registry. On the UI's
/// thread.
public final class ImageCopies {
  private final Supplier<@Nullable Registry> registry;
  private final Supplier<Map<String, Registry>> others;
  private final Supplier<Settings> settings;
  private final Runnable copied;
  private final Jobs jobs;
  private final Ui ui;

  /// @param registry the connected one in view, or null
  /// @param others that are connected, by what stands before their images' names
  /// @param settings which know the registries that the user added
  /// @param copied on the window's thread, after each copy
  public ImageCopies(
      Supplier<@Nullable Registry> registry,
      Supplier<Map<String, Registry>> others,
      Supplier<Settings> settings,
      Runnable copied,
      Jobs jobs,
      Ui ui) {
    this.registry = registry;
    this.others = others;
    this.settings = settings;
    this.copied = copied;
    this.jobs = jobs;
    this.ui = ui;
  }

  /// What stands before a name in each registry that is known: "company/".
  List<String> known() {
    List<String> known = new ArrayList<>();
    new OutsideRegistries(settings.get()).added().forEach(each -> known.add(each.name() + "/"));
    others.get().keySet().forEach(each -> known.add(each + "/"));
    return known;
  }

  /// What a name means, as for `mooring copy`: one that ends with a slash keeps the repository.
  ///
  /// @throws dev.mooring.problem.MooringException when the text is no image name
  Destination destination(String text, CopiedImage of) {
    String name = text.isEmpty() || text.endsWith("/") ? text + of.repository() : text;
    Optional<OutsideRegistries.Named> named = new OutsideRegistries(settings.get()).named(name);
    if (named.isPresent()) {
      return elsewhere(name, named.get().image(), remotes -> remotes.open(named.get().place()));
    }
    ImageReference image = ImageReference.parse(name);
    if (!image.digest().isEmpty()) {
      throw new Problem(
              Code.INVALID_NAME,
              Messages.of("not-a-destination", text),
              Messages.of("a-digest-cannot-be-chosen"),
              new Remedy.Advice(Messages.of("leave-the-digest-out")))
          .raise();
    }
    Registry here = image.host().isEmpty() ? registry.get() : others.get().get(image.host());
    if (here != null) {
      return new Destination(name, image, new Destination.Place.Connected(here));
    }
    RemoteImage remote = RemoteImage.parse(name);
    return elsewhere(
        name,
        new ImageReference("", remote.repository(), image.tag(), ""),
        remotes -> remotes.open(remote));
  }

  private static Destination elsewhere(
      String name, ImageReference image, Destination.Opening opening) {
    return new Destination(name, image, new Destination.Place.Elsewhere(opening));
  }

  /// @param platforms empty for all
  /// @param attached whether signatures and the like come along
  void start(CopiedImage image, Destination to, Optional<Platforms> platforms, boolean attached) {
    Registry from = registry.get();
    if (from == null) {
      return;
    }
    String tag = to.tag(image);
    String name = to.image().tag().isEmpty() ? to.name() + ":" + tag : to.name();
    jobs.start(
        Messages.of("copying", image, name),
        progress ->
            switch (to.place()) {
              case Destination.Place.Connected(Registry into) ->
                  copy(from, image, into, to, platforms, attached, progress);
              case Destination.Place.Elsewhere(Destination.Opening opening) -> {
                try (RemoteRegistries.Remote remote =
                    opening.open(RemoteRegistries.ofUser(settings))) {
                  yield copy(from, image, remote.registry(), to, platforms, attached, progress);
                }
              }
            },
        ImageCopies::words);
  }

  private Copied copy(
      Registry from,
      CopiedImage image,
      Registry into,
      Destination to,
      Optional<Platforms> platforms,
      boolean attached,
      Progress progress)
      throws InterruptedException {
    ImageCopy copy =
        new ImageCopy(from.source(image.repository()), into.sink(to.image().repository()));
    Copied done =
        (attached ? copy : copy.alone()).run(image.tag(), to.tag(image), platforms, progress);
    ui.execute(copied);
    return done;
  }

  private static String words(Copied done) {
    List<String> words = new ArrayList<>();
    words.add(done.digest().brief());
    words.add(
        done.sent() == 0
            ? Messages.of("all-there")
            : done.sent() == done.blobs()
                ? Messages.of("all-copied")
                : Messages.of("some-there", done.sent(), done.blobs()));
    if (done.attached() > 0) {
      words.add(Messages.count("with-attached", done.attached()));
    }
    if (done.left() > 0) {
      words.add(Messages.count("left-attached", done.left()));
    }
    if (!done.digest().equals(done.source())) {
      words.add(Messages.of("not-the-digest-of", done.source().brief()));
    }
    return String.join(", ", words);
  }
}
