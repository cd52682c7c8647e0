package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Printable;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Registry;
import dev.mooring.registry.space.ImageSpace;
import dev.mooring.registry.space.RepositorySpace;
import dev.mooring.registry.space.Space;
import dev.mooring.registry.space.Untagged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What the images of a registry take, each layer counted once.
@Command(name = "du")
final class DuCommand extends RegistryCommand {
  private static final int LONGEST_REASON = 120;
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("repository")),
          Table.Column.keep(Messages.of("tags")),
          Table.Column.keep(Messages.of("size")),
          Table.Column.keep(Messages.of("unique")),
          Table.Column.keep(Messages.of("shared")),
          Table.Column.fold(Messages.of("problem")));
  private static final List<Table.Column> TAG_COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("repository")),
          Table.Column.keep(Messages.of("tag")),
          Table.Column.keep(Messages.of("size")),
          Table.Column.keep(Messages.of("unique")),
          Table.Column.keep(Messages.of("shared")),
          Table.Column.fold(Messages.of("problem")));

  @Parameters(arity = "0..1", paramLabel = "PREFIX")
  String prefix = "";

  @Option(names = "--tags")
  boolean tags;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  DuCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run() throws InterruptedException {
    Optional<RegistryAddress> alone = alone();
    return alone.isPresent() ? tell(open(alone.get())) : super.run();
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    return tell(registry(workspace, account));
  }

  private int tell(Registry registry) throws InterruptedException {
    output().page();
    // What is shared can only be said of the whole.
    Space space = Space.of(registry, passing());
    List<RepositorySpace> shown =
        space.repositories().stream().filter(each -> each.repository().startsWith(prefix)).toList();
    boolean odd = shown.stream().anyMatch(DuCommand::isOdd);
    if (json()) {
      output().json(json(space, shown));
    } else if (shown.isEmpty()) {
      output().line(Messages.of("no-images-push-one-mooring-push"));
    } else {
      show(
          tags
              ? new Table(TAG_COLUMNS, shown.stream().flatMap(each -> rows(each).stream()).toList())
              : new Table(COLUMNS, shown.stream().map(DuCommand::row).toList()));
      output().note(Messages.of("all-images-take", Words.size(space.total())));
      output().note(untagged(space.untagged()));
    }
    return odd ? 1 : 0;
  }

  private static String untagged(Untagged known) {
    return known.images() == 0
        ? Messages.of("untagged-images-are-not-counted")
        : Messages.count("untagged-images-seen", known.images(), Words.size(known.size()));
  }

  private static boolean isOdd(RepositorySpace each) {
    return each.problem().isPresent()
        || each.tags().stream().anyMatch(tag -> tag.problem().isPresent());
  }

  private static List<String> row(RepositorySpace each) {
    Optional<Problem> problem =
        each.problem()
            .or(() -> each.tags().stream().flatMap(tag -> tag.problem().stream()).findFirst());
    return List.of(
        each.repository(),
        Integer.toString(each.tags().size()),
        Words.size(each.size()),
        Words.size(each.unique()),
        Words.size(each.shared()),
        why(problem));
  }

  private static List<List<String>> rows(RepositorySpace repository) {
    List<List<String>> rows = new ArrayList<>();
    repository.tags().stream()
        .sorted(Comparator.comparingLong(ImageSpace::unique).reversed())
        .forEach(
            each ->
                rows.add(
                    List.of(
                        repository.repository(),
                        each.tag(),
                        Words.size(each.size()),
                        Words.size(each.unique()),
                        Words.size(each.size() - each.unique()),
                        why(each.problem()))));
    if (rows.isEmpty()) {
      rows.add(List.of(repository.repository(), "-", "-", "-", "-", why(repository.problem())));
    }
    return rows;
  }

  private static String why(Optional<Problem> problem) {
    return problem.map(each -> Printable.line(each.why(), LONGEST_REASON)).orElse("");
  }

  private static Map<String, Object> json(Space space, List<RepositorySpace> shown) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("size", space.total());
    json.put("untaggedImagesSeen", space.untagged().images());
    json.put("untaggedSizeSeen", space.untagged().size());
    json.put("repositories", shown.stream().map(DuCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(RepositorySpace space) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("repository", space.repository());
    json.put("size", space.size());
    json.put("unique", space.unique());
    json.put("shared", space.size() - space.unique());
    space.problem().ifPresent(each -> json.put("problem", Output.json(each)));
    json.put("tags", space.tags().stream().map(DuCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(ImageSpace space) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tag", space.tag());
    json.put("size", space.size());
    json.put("unique", space.unique());
    json.put("shared", space.size() - space.unique());
    space.problem().ifPresent(each -> json.put("problem", Output.json(each)));
    return json;
  }
}
