package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.RunningImages;
import dev.mooring.desktop.registry.UseWords;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Printable;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Registry;
import dev.mooring.registry.browse.PodUse;
import dev.mooring.registry.browse.Usage;
import dev.mooring.stack.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "images")
final class ImagesCommand extends RegistryCommand {
  private static final int LONGEST_REASON = 120;
  private static final int NAMED = 5;
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("repository")),
          Table.Column.keep(Messages.of("tag")),
          Table.Column.spare(Messages.of("digest"), 2),
          Table.Column.keep(Messages.of("size")),
          Table.Column.spare(Messages.of("platforms"), 3),
          Table.Column.spare(Messages.of("created"), 4),
          Table.Column.spare(Messages.of("running-in"), 1),
          Table.Column.fold(Messages.of("problem")));

  @Parameters(arity = "0..1", paramLabel = "PREFIX")
  String prefix = "";

  @Option(names = {"-a", "--all"})
  boolean all;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  ImagesCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Registry registry = registry(workspace, account);
    Usage usage = RunningImages.of(workspace.cluster(), nodeNames(workspace));
    List<Map<String, Object>> found = new ArrayList<>();
    TableStream table = new TableStream(output(), COLUMNS, isWide());
    AtomicInteger odd = new AtomicInteger();
    List<String> tagless = new ArrayList<>();
    registry.images(
        prefix,
        image -> {
          if (!all && image instanceof ImageRow.Tagless) {
            tagless.add(image.repository());
          } else if (all || !prefix.isEmpty() || !Stack.owns(image.repository())) {
            odd.addAndGet(image.problem().isPresent() ? 1 : 0);
            if (json()) {
              found.add(json(image, usage));
            } else {
              table.add(row(image, usage));
            }
          }
        });
    if (json()) {
      output().json(found);
    } else if (!table.end()) {
      output().line(Messages.of("no-images-push-one-mooring-push"));
    }
    if (!tagless.isEmpty()) {
      output().note(withoutTags(tagless));
    }
    if (odd.get() > 0) {
      output().note(Messages.count("couldnt-be-read-completely", odd.get()));
    }
    return odd.get() == 0 ? 0 : 1;
  }

  private static String withoutTags(List<String> repositories) {
    int count = repositories.size();
    return count <= NAMED
        ? Messages.count("without-tags", count, String.join(", ", repositories))
        : Messages.count(
            "more-without-tags", count, String.join(", ", repositories.subList(0, NAMED)));
  }

  private static List<String> row(ImageRow row, Usage usage) {
    List<String> cells = new ArrayList<>();
    cells.add(row.repository());
    cells.add(tag(row));
    cells.addAll(
        row.summary().map(ImagesCommand::known).orElseGet(() -> List.of("-", "-", "-", "-")));
    cells.add(listed(uses(row, usage).stream().map(UseWords::of).toList()));
    cells.add(row.problem().map(why -> Printable.line(why.why(), LONGEST_REASON)).orElse(""));
    return cells;
  }

  private static List<String> known(ImageSummary image) {
    return List.of(
        image.digest().brief(),
        Words.size(image.size()),
        listed(image.platforms().stream().map(Object::toString).toList()),
        image.created() == null ? "-" : image.created().toString().substring(0, 10));
  }

  private static String tag(ImageRow row) {
    return row instanceof ImageRow.Tagless
        ? Messages.of("no-tags")
        : row.tag().isEmpty() ? "-" : row.tag();
  }

  private static List<PodUse> uses(ImageRow row, Usage usage) {
    return row.summary().map(usage::pods).orElseGet(() -> usage.pods(row.repository(), row.tag()));
  }

  private static String listed(List<String> some) {
    return some.isEmpty() ? "-" : String.join(",", some);
  }

  private static Map<String, Object> json(ImageRow row, Usage usage) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("repository", row.repository());
    if (!row.tag().isEmpty()) {
      json.put("tag", row.tag());
    }
    row.summary().ifPresent(image -> describe(image, json));
    List<PodUse> uses = uses(row, usage);
    json.put("pods", uses.stream().filter(ImagesCommand::runsThis).map(PodUse::pod).toList());
    json.put("uses", uses.stream().map(ImagesCommand::json).toList());
    row.problem().ifPresent(problem -> json.put("problem", Output.json(problem)));
    return json;
  }

  private static void describe(ImageSummary image, Map<String, Object> json) {
    json.put("digest", image.digest().text());
    json.put("size", image.size());
    json.put("platforms", image.platforms().stream().map(Object::toString).toList());
    if (image.created() != null) {
      json.put("created", image.created().toString());
    }
  }

  private static boolean runsThis(PodUse use) {
    return use.isRunning() && use.match() != PodUse.Match.CONTENT;
  }

  private static Map<String, Object> json(PodUse use) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pod", use.pod());
    json.put("state", word(use.state()));
    json.put("match", word(use.match()));
    return json;
  }

  /// "cannot-start".
  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
