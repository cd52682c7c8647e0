package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import java.util.List;
import java.util.Map;

/// What a program was made from, and its instructions. Thread-safe; every answer is bounded. A
/// running program is stopped for the milliseconds that a question takes.
///
/// Failures are [MooringException]s with Delve's words.
public final class ProgramCode {
  private static final int MOST_INSTRUCTIONS = 5_000;

  /// Delve's `api.IntelFlavour`, which its own `disassemble` prints.
  private static final int FLAVOUR = 1;

  private static final Map<String, Object> WHOLE_TEXT =
      Map.of(
          "FollowPointers", false,
          "MaxVariableRecurse", 0,
          "MaxStringLen", 64 * 1024,
          "MaxArrayValues", 0,
          "MaxStructFields", 0);

  private final Inspection inspection;

  public ProgramCode(Inspection inspection) {
    this.inspection = inspection;
  }

  /// Reads it from the program's memory, where the linker puts it as `runtime.modinfo`.
  ///
  /// @return with empty fields where the program doesn't say
  public Build build() throws InterruptedException {
    return inspection.whileStopped(
        client -> {
          String info =
              client
                  .call(
                      "Eval",
                      Map.of(
                          "Scope",
                          Inspection.scope(-1, 0),
                          "Expr",
                          "runtime.modinfo",
                          "Cfg",
                          WHOLE_TEXT),
                      Inspection.CALL)
                  .at("Variable", "value")
                  .textOrEmpty();
          String main = word(info, "path\t");
          String module = word(info, "mod\t");
          return new Build(
              main,
              module,
              ModuleDirectory.of(client, main, module).orElse(""),
              word(info, "build\tvcs.revision="));
        });
  }

  private static String word(String info, String before) {
    return info.lines()
        .map(line -> line.substring(Math.max(0, line.indexOf(before))))
        .filter(line -> line.startsWith(before))
        .map(line -> Values.line(line.substring(before.length()).split("\t", 2)[0]))
        .findFirst()
        .orElse("");
  }

  /// The function that holds an address.
  public List<Instruction> disassemble(long pc) throws InterruptedException {
    return inspection.whileStopped(
        client ->
            client
                .call(
                    "Disassemble",
                    Map.of(
                        "Scope",
                        Inspection.scope(-1, 0),
                        "StartPC",
                        pc,
                        "EndPC",
                        0,
                        "Flavour",
                        FLAVOUR),
                    Inspection.CALL)
                .at("Disassemble")
                .stream()
                .limit(MOST_INSTRUCTIONS)
                .map(ProgramCode::instruction)
                .toList());
  }

  private static Instruction instruction(Document each) {
    return new Instruction(
        each.at("Loc", "pc").integer().orElse(0L),
        Values.line(each.at("Loc", "file").textOrEmpty()),
        each.at("Loc", "line").integer().orElse(0L),
        Values.line(each.at("Text").textOrEmpty()));
  }
}
