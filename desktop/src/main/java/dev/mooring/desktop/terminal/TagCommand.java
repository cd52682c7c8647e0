package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.http.WayOut;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A command about what tags name, in the installed registry, an added one or any other. Only for
/// the first a kubeconfig is needed.
abstract class TagCommand extends RegistryCommand {
  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  TagCommand(Opening opening) {
    super(opening);
  }

  /// @return the exit code
  abstract int look() throws InterruptedException;

  @Override
  final int run() throws InterruptedException {
    return look();
  }

  @Override
  final int run(Workspace workspace) throws InterruptedException {
    return look();
  }

  final ImagePlace place(String text) throws InterruptedException {
    return ImagePlace.find(
        opening(), this::workspace, new ClusterWays(this, account), any -> WayOut.OF_MACHINE, text);
  }

  /// The tag that was named; "latest" where none was.
  static String tag(ImagePlace place) {
    if (place.reference().contains(":")) {
      throw new Problem(
              Code.INVALID_NAME,
              Messages.of("not-a-tag", place.name("") + "@" + place.reference()),
              Messages.of("a-digest-never-changes"),
              new Remedy.Advice(Messages.of("name-a-tag")))
          .raise();
    }
    return place.reference().isEmpty() ? "latest" : place.reference();
  }

  /// The words that undo a change of a tag.
  ///
  /// @param text as the user named an image of the same repository
  final String undoing(String text, String tag) {
    String bare = text.contains("@") ? text.substring(0, text.indexOf('@')) : text;
    int colon = bare.lastIndexOf(':');
    String repository = colon > bare.lastIndexOf('/') ? bare.substring(0, colon) : bare;
    return "mooring undo "
        + repository
        + ":"
        + tag
        + (registry == null ? "" : " --registry " + registry);
  }

  static Map<String, Object> json(ImagePlace place, String tag, Digest now, Optional<Digest> was) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("image", place.name(tag));
    json.put("digest", now.text());
    was.ifPresent(each -> json.put("previousDigest", each.text()));
    return json;
  }
}
