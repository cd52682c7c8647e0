package dev.mooring.stack.render;

import dev.mooring.stack.options.TokenRule;
import java.util.List;
import java.util.Optional;

/// What stands there already of the way in from outside the cluster.
///
/// @param certificate by which a gateway knows the ingress; nothing where somebody else makes it
/// @param rules what claims of a token open
public record IngressSurroundings(Optional<DoorCertificate> certificate, List<TokenRule> rules) {

  public IngressSurroundings {
    rules = List.copyOf(rules);
  }

  /// Nothing.
  public static IngressSurroundings usual() {
    return new IngressSurroundings(Optional.empty(), List.of());
  }

  public IngressSurroundings withCertificate(DoorCertificate next) {
    return new IngressSurroundings(Optional.of(next), rules);
  }

  public IngressSurroundings withRules(List<TokenRule> next) {
    return new IngressSurroundings(certificate, next);
  }
}
