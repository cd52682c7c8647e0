package dev.mooring.registry.client;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageReferences;
import dev.mooring.registry.Unreadable;

/// The names that callers ask for: none that a registry can't have gets into a request's path.
final class Asked {
  private Asked() {}

  static String repository(String name) {
    if (!ImageReferences.isRepository(name)) {
      // Says what is wrong with it; a host in front is another thing that is wrong.
      ImageReferences.parse(name);
      throw new Problem(
              Code.INVALID_NAME,
              Messages.of("not-a-repository", Unreadable.brief(name)),
              Messages.of("it-has-a-host-or-a"),
              new Remedy.Advice(Messages.of("give-the-repository-alone-for-example")))
          .raise();
    }
    return name;
  }

  static String tag(String text) {
    return ImageReference.inside("x:" + text).tag();
  }

  static String reference(String text) {
    if (!ImageReferences.isTag(text)) {
      return new Digest(text).text();
    }
    return text;
  }
}
