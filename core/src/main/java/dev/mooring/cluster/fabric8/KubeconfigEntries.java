package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Context;
import dev.mooring.document.BoundedFile;
import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the kubeconfig files say together: as in kubectl the first file that names a thing wins.
record KubeconfigEntries(
    String current,
    Map<String, Entry> contexts,
    Map<String, Entry> clusters,
    Map<String, Entry> users) {

  /// One named entry and the file it stands in, against which its relative paths are read.
  record Entry(String name, Document value, Path file) {

    /// The file that a field names, or null.
    @Nullable Path path(String field) {
      String text = value.at(field).textOrEmpty();
      if (text.isEmpty()) {
        return null;
      }
      Path folder = file.toAbsolutePath().getParent();
      try {
        return folder == null ? Path.of(text) : folder.resolve(text);
      } catch (InvalidPathException e) {
        throw new Problem(
                Code.KUBECONFIG_INVALID,
                Messages.of("cannot-read-the-kubeconfig", file),
                Messages.of("its-is-no-path", field, name),
                new Remedy.Advice(Messages.of("check-what-kubeconfig-names")))
            .raise(e);
      }
    }
  }

  static KubeconfigEntries load(List<Path> files) {
    KubeconfigEntries all =
        new KubeconfigEntries(
            "", new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    String current = "";
    for (Path file : files) {
      if (!Files.exists(file)) {
        continue;
      }
      for (Document document : parse(file)) {
        if (current.isEmpty()) {
          current = document.at("current-context").textOrEmpty();
        }
        collect(document.at("contexts"), "context", file, all.contexts);
        collect(document.at("clusters"), "cluster", file, all.clusters);
        collect(document.at("users"), "user", file, all.users);
      }
    }
    return new KubeconfigEntries(current, all.contexts, all.clusters, all.users);
  }

  List<Context> list() {
    return contexts.values().stream().map(this::context).toList();
  }

  Context context(Entry entry) {
    String cluster = entry.value().at("cluster").textOrEmpty();
    Entry target = clusters.get(cluster);
    String namespace = entry.value().at("namespace").textOrEmpty();
    return new Context(
        entry.name(),
        cluster,
        entry.value().at("user").textOrEmpty(),
        target == null ? "" : target.value().at("server").textOrEmpty(),
        namespace.isEmpty() ? "default" : namespace,
        entry.name().equals(current));
  }

  private static void collect(Document list, String field, Path file, Map<String, Entry> into) {
    for (Document item : list.items()) {
      String name = item.at("name").textOrEmpty();
      if (!name.isEmpty()) {
        into.putIfAbsent(name, new Entry(name, item.at(field), file));
      }
    }
  }

  private static List<Document> parse(Path file) {
    String what = Messages.of("cannot-read-the-kubeconfig", file);
    List<Document> documents;
    try {
      documents = Documents.yaml(BoundedFile.text(file, Bounds.FILE), file.toString());
    } catch (BoundedFile.TooLongException e) {
      throw new Problem(
              Code.KUBECONFIG_INVALID,
              what,
              Messages.of("it-is-larger-than-32-mib"),
              new Remedy.Advice(Messages.of("check-what-kubeconfig-names")))
          .raise();
    } catch (CharacterCodingException e) {
      throw new Problem(
              Code.KUBECONFIG_INVALID,
              what,
              Messages.of("it-is-not-text-in-utf"),
              new Remedy.Advice(Messages.of("check-what-kubeconfig-names")))
          .raise();
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_READABLE,
              what,
              e.getClass().getSimpleName().equals("AccessDeniedException")
                  ? Messages.of("you-have-no-permission-to-read")
                  : Messages.of("reading-it-failed", e.getClass().getSimpleName()),
              new Remedy.Command(Messages.of("check-the-files-owner-and-mode"), "ls -l " + file))
          .raise();
    } catch (MooringException e) {
      if (e.problem().what().equals(what)) {
        throw e;
      }
      // Without the cause: the parser's message quotes the line, which may hold a token.
      throw new Problem(
              Code.KUBECONFIG_INVALID,
              what,
              e.problem().why(),
              new Remedy.Advice(Messages.of("correct-the-file-or-set-kubeconfig")))
          .raise();
    }
    for (Document document : documents) {
      if (document.map().isEmpty()
          || !(document.plain() instanceof Map<?, ?>)
          || !isConfig(document)) {
        throw new Problem(
                Code.KUBECONFIG_INVALID,
                what,
                Messages.of("it-is-yaml-but-not-a"),
                new Remedy.Advice(Messages.of("check-what-kubeconfig-names")))
            .raise();
      }
    }
    return documents;
  }

  private static boolean isConfig(Document document) {
    String kind = document.at("kind").textOrEmpty();
    return kind.equals("Config")
        || (kind.isEmpty()
            && List.of("contexts", "clusters", "users", "current-context").stream()
                .anyMatch(document.map()::containsKey));
  }
}
