package dev.mooring.desktop.terminal;

import dev.mooring.desktop.registry.RunningImages;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.Registry;
import dev.mooring.registry.browse.Usage;
import dev.mooring.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "images")
final class ImagesCommand extends RegistryCommand {
  private static final int NAMED = 5;

  @Parameters(arity = "0..1", paramLabel = "PREFIX")
  String prefix = "";

  @Option(names = {"-a", "--all"})
  boolean all;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  @Option(
      names = {"-w", "--watch"},
      arity = "0..1",
      paramLabel = "INTERVAL",
      descriptionKey = "mooring.images.watch",
      converter = WatchInterval.class,
      preprocessor = WatchInterval.Usual.class)
  @Nullable Duration watch;

  /// Another one in tests.
  ImagesWatch.Pause pause = Thread::sleep;

  private Usage usage = Usage.none();

  ImagesCommand(Opening opening) {
    super(opening);
  }

  /// What is known of pods; nothing where they can't be listed.
  private interface Pods {
    Optional<Usage> find() throws InterruptedException;
  }

  @Override
  int run() throws InterruptedException {
    Optional<RegistryAddress> alone = alone();
    return alone.isPresent() ? list(open(alone.get()), Optional::empty) : super.run();
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Registry registry = registry(workspace, account);
    Set<String> hosts = nodeNames(workspace);
    return list(registry, () -> RunningImages.find(workspace.cluster(), hosts));
  }

  private int list(Registry registry, Pods pods) throws InterruptedException {
    if (watch == null) {
      output().page();
    }
    TableStream table = ListedImage.table(output(), isWide());
    ImagesWatch watching = new ImagesWatch(output(), json() ? null : table, this::told);
    List<Map<String, Object>> found = new ArrayList<>();
    List<String> tagless = new ArrayList<>();
    AtomicInteger odd = new AtomicInteger();
    ImageNames.Gathered names = new ImageNames.Gathered();
    usage = pods.find().orElseGet(Usage::none);
    boolean whole =
        read(
            registry,
            tagless::add,
            image -> {
              names.add(image.row());
              odd.addAndGet(image.row().problem().isPresent() ? 1 : 0);
              if (watch != null) {
                watching.listed(image);
              } else if (json()) {
                found.add(image.json());
              } else {
                table.add(image.cells());
              }
            });
    if (!whole) {
      return 0;
    }
    keep(names);
    if (!json() && !table.end()) {
      output().line(Messages.of("no-images-push-one-mooring-push"));
    } else if (json() && watch == null) {
      output().json(found);
    }
    if (!tagless.isEmpty()) {
      output().note(withoutTags(tagless));
    }
    if (odd.get() > 0) {
      output().note(Messages.count("couldnt-be-read-completely", odd.get()));
    }
    if (watch != null) {
      watching.follow(
          images -> {
            usage = pods.find().orElse(usage);
            read(registry, any -> {}, images);
          },
          watch,
          pause);
      return 0;
    }
    return odd.get() == 0 ? 0 : 1;
  }

  /// For shells that complete them, as they are typed.
  private void keep(ImageNames.Gathered names) {
    List<String> added =
        NamedRegistries.all(opening().settings().get()).stream().map(NamedRegistry::name).toList();
    if (registry == null) {
      opening().names().images().set(prefix, names.names(), added);
    } else if (added.contains(registry)) {
      opening().names().images().setIn(registry, prefix, names.names());
    }
  }

  /// @param tagless takes the repositories that are left out because they have no tags
  /// @return false where nobody reads the list any more, as in `mooring images | head`
  private boolean read(
      Registry registry, Consumer<String> tagless, Consumer<? super ListedImage> images)
      throws InterruptedException {
    try {
      registry.images(
          prefix,
          row -> {
            if (!all && row instanceof ImageRow.Tagless) {
              tagless.accept(row.repository());
            } else if (all || !prefix.isEmpty() || !Stack.owns(row.repository())) {
              images.accept(ListedImage.of(row, usage));
            }
            if (output().unread()) {
              throw new CancellationException();
            }
          });
      return true;
    } catch (CancellationException e) {
      return false;
    }
  }

  private static String withoutTags(List<String> repositories) {
    int count = repositories.size();
    return count <= NAMED
        ? Messages.count("without-tags", count, String.join(", ", repositories))
        : Messages.count(
            "more-without-tags", count, String.join(", ", repositories.subList(0, NAMED)));
  }
}
