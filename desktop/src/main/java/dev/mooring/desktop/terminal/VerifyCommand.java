package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.stack.Verification;
import picocli.CommandLine.Command;

@Command(name = "verify")
final class VerifyCommand extends RegistryCommand {
  VerifyCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Verification verification = workspace.stack().verify(inForce(workspace), passing());
    if (json()) {
      output().json(Proof.json(verification));
    } else {
      Proof.print(verification, output(), this::same);
    }
    return verification.passed() ? 0 : 1;
  }
}
