package dev.mooring.stack;

import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;

/// What stands before the registry, said wherever it matters.
record ProtectionCheck(StackOptions options) {
  static final String ID = "stack.protection";

  Finding finding() {
    String subject = Messages.of("protection");
    return switch (options.protection()) {
      case MESH -> Finding.ok(ID, subject, Messages.of("mutual-tls-of-the-mesh"));
      case TOKENS -> Finding.ok(ID, subject, Messages.of("tls-and-tokens-of-the-cluster"));
      case PLAIN ->
          Finding.warning(
              ID,
              subject,
              Messages.of("not-encrypted-no-identities"),
              new Remedy.Command(
                  Messages.of("install-it-with-identities"),
                  "mooring install --protection " + Protection.TOKENS.word()));
    };
  }
}
