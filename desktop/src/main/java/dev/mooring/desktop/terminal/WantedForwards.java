package dev.mooring.desktop.terminal;

import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.PortPair;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the words of `mooring forward` ask for: targets, each followed by its ports.
///
/// @param withoutPorts targets that no port follows
record WantedForwards(List<ForwardSpec> specs, List<Target> withoutPorts) {
  /// A port's place where none was said; never used to forward.
  private static final String NO_PORT = "0";

  /// Reads "svc/a 8080:80 deploy/b 9000". A word with a slash or a label selector begins a target;
  /// a bare one is a pod where a target has to stand, and a port's name after it. Namespaces are
  /// left empty.
  ///
  /// @throws dev.mooring.problem.MooringException when a word is neither
  static WantedForwards parse(List<String> words) {
    List<ForwardSpec> specs = new ArrayList<>();
    List<Target> withoutPorts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < words.size(); ) {
      String target = words.get(i++);
      int first = i;
      while (i < words.size() && !beginsTarget(words.get(i))) {
        PortPair pair = PortPair.parse(words.get(i++));
        Target to = Target.parse(target, "", pair.remote());
        String name = name(to, false);
        if (!names.add(name)) {
          name = name(to, true);
          if (!names.add(name)) {
            throw new Problem(
                    Code.FORWARD_EXISTS,
                    Messages.of("the-same-forward-was-given-twice"),
                    Messages.of("port-is-there-more-than-once", to.words(), to.port()),
                    new Remedy.Advice(Messages.of("forward-it-once-or-in-two")))
                .raise();
          }
        }
        specs.add(ForwardSpec.of(name, to, pair.local()));
      }
      if (i == first) {
        withoutPorts.add(Target.parse(target, "", NO_PORT));
      }
    }
    return new WantedForwards(List.copyOf(specs), List.copyOf(withoutPorts));
  }

  private static boolean beginsTarget(String word) {
    return word.contains("/") || Target.LABELS.matcher(word).matches();
  }

  /// "api-80" for svc/api port 80, or "svc-api-80" where that is taken.
  private static String name(Target target, boolean withKind) {
    String words = withKind ? target.words() : target.name();
    String name = (words + "-" + target.port()).replaceAll("[^A-Za-z0-9.]+", "-");
    return name.length() <= 100 ? name : name.substring(name.length() - 100);
  }
}
