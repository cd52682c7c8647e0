package dev.mooring.debug.inspect;

/// One machine instruction of a function.
///
/// @param file the source that it was made from, as the program was built; so is the line
/// @param text as Delve writes it
public record Instruction(long pc, String file, long line, String text) {}
