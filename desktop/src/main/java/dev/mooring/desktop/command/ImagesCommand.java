package dev.mooring.desktop.command;

import dev.mooring.desktop.app.Workspace;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.RunningImages;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Registry;
import dev.mooring.registry.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "images", description = "List the registry's images and the pods that run them.")
final class ImagesCommand extends ClusterCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "Only repositories that start so.")
  String prefix = "";

  @Option(
      names = "--as",
      paramLabel = "NS/ACCOUNT",
      description = "ServiceAccount to be; the one that install made by default.")
  @Nullable String account;

  ImagesCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Registry registry = registry(workspace, account);
    Usage usage = RunningImages.of(workspace.cluster());
    List<ImageSummary> images = new ArrayList<>();
    for (String repository : registry.repositories()) {
      if (repository.startsWith(prefix)) {
        for (String tag : registry.tags(repository)) {
          images.add(registry.summary(repository, tag));
        }
      }
    }
    if (json()) {
      output().json(images.stream().map(image -> json(image, usage)).toList());
    } else if (images.isEmpty()) {
      output().line("No images. Push one: mooring push IMAGE");
    } else {
      output()
          .table(
              List.of("REPOSITORY", "TAG", "DIGEST", "SIZE", "PLATFORMS", "CREATED", "RUNNING IN"),
              images.stream().map(image -> row(image, usage)).toList());
    }
    return 0;
  }

  private static List<String> row(ImageSummary image, Usage usage) {
    return List.of(
        image.repository(),
        image.tag(),
        image.digest().brief(),
        Words.size(image.size()),
        String.join(",", image.platforms().stream().map(Object::toString).toList()),
        image.created() == null ? "-" : image.created().toString().substring(0, 10),
        String.join(",", usage.pods(image)));
  }

  private static Map<String, Object> json(ImageSummary image, Usage usage) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("repository", image.repository());
    json.put("tag", image.tag());
    json.put("digest", image.digest().text());
    json.put("size", image.size());
    json.put("platforms", image.platforms().stream().map(Object::toString).toList());
    if (image.created() != null) {
      json.put("created", image.created().toString());
    }
    json.put("pods", usage.pods(image));
    return json;
  }
}
