package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Registry;
import dev.mooring.stack.collect.Collected;
import dev.mooring.stack.collect.GarbageCollection;
import dev.mooring.stack.collect.Retention;
import dev.mooring.stack.collect.Selection;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "collect-garbage")
final class CollectGarbageCommand extends RegistryCommand {
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("repository")),
          Table.Column.keep(Messages.of("tag")),
          Table.Column.spare(Messages.of("digest"), 2),
          Table.Column.keep(Messages.of("size")),
          Table.Column.spare(Messages.of("created"), 1));

  @Option(names = "--dry-run")
  boolean dryRun;

  @Option(names = "--keep-last", paramLabel = "N")
  @Nullable Integer keepLast;

  @Option(names = "--older-than", paramLabel = "AGE")
  @Nullable String olderThan;

  @Option(names = "--match", paramLabel = "PATTERN")
  List<String> match = new ArrayList<>();

  @Option(names = "--untagged")
  boolean untagged;

  @Option(names = {"-y", "--yes"})
  boolean yes;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  CollectGarbageCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Retention rules =
        new Retention(
            keepLast == null ? OptionalInt.empty() : OptionalInt.of(keepLast),
            Optional.ofNullable(olderThan).map(Retention::age),
            match);
    StackOptions options = inForce(workspace);
    Registry registry = registry(workspace, options, account);
    GarbageCollection garbage = new GarbageCollection(workspace.cluster());
    Selection selection = garbage.select(options, registry, rules, passing());
    if (dryRun) {
      tell(selection);
      return 0;
    }
    if (!yes) {
      list(selection);
      Question.confirm(
          output(),
          selection.going().isEmpty()
              ? Messages.of("collect-garbage-pushes-are-refused")
              : Messages.count(
                  "remove-tags-and-collect-garbage",
                  selection.going().size(),
                  Words.size(selection.size())));
    }
    Collected done = garbage.collect(options, registry, selection, untagged, progress());
    if (json()) {
      output().json(json(done));
    } else {
      output()
          .line(
              Messages.of("freed-of-registry", Words.size(done.freed()), Words.size(done.after())));
      done.incomplete().forEach(each -> output().line(Messages.of("is-not-complete-now", each)));
    }
    return done.incomplete().isEmpty() ? 0 : 1;
  }

  private void tell(Selection selection) {
    if (json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("tags", selection.going().stream().map(CollectGarbageCommand::json).toList());
      json.put("inUse", selection.inUse().stream().map(CollectGarbageCommand::json).toList());
      json.put("size", selection.size());
      output().json(json);
      return;
    }
    list(selection);
    if (untagged) {
      output().note(Messages.of("untagged-images-are-known-later"));
    }
  }

  private void list(Selection selection) {
    if (selection.going().isEmpty()) {
      output().line(Messages.of("no-tag-would-be-removed"));
    } else {
      show(new Table(COLUMNS, selection.going().stream().map(each -> row(each)).toList()));
      output()
          .note(
              Messages.count(
                  "tags-would-go", selection.going().size(), Words.size(selection.size())));
    }
    selection
        .inUse()
        .forEach(each -> output().note(Messages.of("stays-because-it-is-in-use", name(each))));
  }

  private static String name(ImageSummary image) {
    return image.repository() + ":" + image.tag();
  }

  private static List<String> row(ImageSummary image) {
    return List.of(
        image.repository(),
        image.tag(),
        image.digest().brief(),
        Words.size(image.size()),
        image.created() == null ? "-" : image.created().toString().substring(0, 10));
  }

  private static Map<String, Object> json(ImageSummary image) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("repository", image.repository());
    json.put("tag", image.tag());
    json.put("digest", image.digest().text());
    json.put("size", image.size());
    if (image.created() != null) {
      json.put("created", image.created().toString());
    }
    return json;
  }

  private static Map<String, Object> json(Collected done) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tags", done.tags());
    json.put("blobs", done.blobs());
    json.put("freed", done.freed());
    json.put("used", done.after());
    json.put("incomplete", done.incomplete());
    return json;
  }
}
