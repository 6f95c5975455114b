// The grammar of the language. It decides by the next token, so that no rule is read twice and no action is taken back.
// Private to lang/syntax; actions.hpp says what its rules mean for the tree.
#pragma once

#include "lang/syntax/rules.hpp"

namespace hivemend::lang::syntax::grammar {

// Words of the language
struct kw_and : word_of<'a', 'n', 'd'> {};
struct kw_applies : word_of<'a', 'p', 'p', 'l', 'i', 'e', 's'> {};
struct kw_else : word_of<'e', 'l', 's', 'e'> {};
struct kw_exists : word_of<'e', 'x', 'i', 's', 't', 's'> {};
struct kw_expect : word_of<'e', 'x', 'p', 'e', 'c', 't'> {};
struct kw_for : word_of<'f', 'o', 'r'> {};
struct kw_let : word_of<'l', 'e', 't'> {};
struct kw_match : word_of<'m', 'a', 't', 'c', 'h'> {};
struct kw_no : word_of<'n', 'o'> {};
struct kw_not : word_of<'n', 'o', 't'> {};
struct kw_or : word_of<'o', 'r'> {};
struct kw_param : word_of<'p', 'a', 'r', 'a', 'm'> {};
struct kw_subject : word_of<'s', 'u', 'b', 'j', 'e', 'c', 't'> {};
struct kw_when : word_of<'w', 'h', 'e', 'n'> {};
struct kw_yes : word_of<'y', 'e', 's'> {};
struct data_type : p::sor<word_of<'d', 'w', 'o', 'r', 'd'>, word_of<'q', 'w', 'o', 'r', 'd'>, word_of<'s', 'z'>,
                          word_of<'e', 'x', 'p', 'a', 'n', 'd', '_', 's', 'z'>,
                          word_of<'m', 'u', 'l', 't', 'i', '_', 's', 'z'>, word_of<'b', 'i', 'n', 'a', 'r', 'y'>> {};
// Words only where they are wanted, names everywhere else
struct each : word_of<'e', 'a', 'c', 'h'> {};
struct in_list : word_of<'i', 'n'> {};

// Paths
struct path_first : name {};
struct path_next : anyname {};
struct dotted : p::seq<p::one<'.'>, path_next> {};
struct path : p::seq<path_first, p::star<dotted>> {};
struct hyphen_part : name {};
struct hyphenated : p::seq<p::one<'-'>, hyphen_part> {};
struct word : p::seq<path_first, p::sor<p::plus<dotted>, p::star<hyphenated>>> {};

// Text
struct quote : p::one<'"'> {};
struct text_run : run<true> {};
struct prose_run : run<false> {};
struct doubled_quote : p::two<'"'> {};
struct escaped_dollar : p::string<'$', '$', '{'> {};
struct interpolated : p::seq<path, p::one<'}'>> {};
struct broken_interpolation : p::seq<p::star<p::not_one<'"', '}', '\n'>>, p::opt<p::one<'}'>>> {};
struct interpolation : p::if_then_else<p::string<'$', '{'>, p::sor<interpolated, broken_interpolation>, p::failure> {};
struct string : p::seq<quote, p::star<p::sor<text_run, doubled_quote, escaped_dollar, interpolation>>,
                       p::sor<p::one<'"'>, unterminated>> {};

// Numbers, units and dates in one scan; literals.cpp tells them apart
struct digits : p::plus<p::digit> {};
struct date_tail : p::seq<p::one<'-'>, digits, p::one<'-'>, digits> {};
struct version_tail : p::plus<p::one<'.'>, digits> {};
struct numeric : p::seq<digits, p::opt<p::sor<version_tail, date_tail>>, p::star<p::identifier_other>> {};
struct negative : p::seq<p::one<'-'>, numeric> {};
struct literal : p::sor<string, numeric> {};

// Expressions
struct expression;
struct operand;
struct negation;
struct block;
struct needed_expression : need<expression, Wanted::expression> {};
struct needed_operand : need<operand, Wanted::expression> {};
struct needed_negation : need<negation, Wanted::expression> {};

template <char Close>
struct closing : need<p::one<Close>, Wanted::closing> {};
/// After the opening bracket: members between commas, one of which may trail, and the closing bracket.
template <char Close>
struct members
    : inside<true, gap,
             p::if_then_else<
                 p::at<p::one<Close>>, p::success,
                 p::seq<needed_expression,
                        repeat<p::seq<gap, p::one<','>>, gap, p::sor<p::at<p::one<Close>>, needed_expression>>, gap>>,
             closing<Close>> {};

struct callee : path {};
struct call_open : p::seq<gap, p::one<'('>> {};
struct arguments : members<')'> {};
struct bare_call : p::success {};
struct call : p::seq<callee, p::if_then_else<call_open, arguments, bare_call>> {};

struct list_open : p::one<'['> {};
struct list : p::seq<list_open, members<']'>> {};
struct parentheses : p::seq<p::one<'('>, inside<true, gap, needed_expression, gap, closing<')'>>> {};
struct typed : p::seq<data_type, deeper<gap, needed_operand>> {};
struct yes : kw_yes {};
struct no : kw_no {};

// The arms of a `match`, whose values are expressions here and blocks in the item
struct arm_begin : p::success {};
struct otherwise_pattern : kw_else {};
struct patterns
    : p::sor<otherwise_pattern, p::seq<needed_operand, repeat<p::seq<blanks, kw_or>, blanks, needed_operand>>> {};
struct arrow : p::seq<blanks, need<p::string<'=', '>'>, Wanted::arrow>, blanks> {};
struct arm_comment : p::seq<p::one<'#'>, p::star<p::not_one<'\n'>>> {};
struct ignored_comment : p::seq<p::one<'#'>, p::star<p::not_one<'\n'>>> {};
struct arm_end : p::seq<blanks, need<p::sor<p::eolf, arm_comment, after_missing_close, p::at<p::one<'}'>>, p::one<','>>,
                                     Wanted::arm_end>> {};
struct value_arm : p::seq<arm_begin, patterns, arrow, needed_expression, arm_end> {};
struct block_arm : p::seq<arm_begin, patterns, arrow, need<block, Wanted::block>, arm_end> {};
struct broken_arm_end : p::sor<p::seq<p::opt<ignored_comment>, p::eolf>, p::at<p::one<'}'>>, p::one<','>> {};
struct skipped_block;
struct broken_arm : p::seq<junk<false>, repeat<p::at<opening>, skipped_block, junk<false>>, broken_arm_end> {};
struct closing_brace : p::sor<missing_close, p::one<'}'>> {};
template <class Arm>
struct arms : p::seq<need<opening, Wanted::block>,
                     inside<false, lines, p::until<closing_brace, progressing<recover<Arm, broken_arm>>, lines>>> {};

/// A condition that is not understood ends before the block that follows it, which is still read.
struct before_block : p::seq<junk<true>, p::at<opening>> {};
struct broken_condition : before_block {};
struct condition : recover<needed_expression, broken_condition> {};

struct match_begin : kw_match {};
struct match_expression : p::seq<match_begin, deeper<gap, needed_expression, gap, arms<value_arm>>> {};

struct bare_id : bare {};
struct operand : p::sor<bare_id, call, string, numeric, parentheses, list, typed, yes, no, match_expression, negative> {
};

struct comparison_operator : p::sor<p::two<'='>, p::string<'!', '='>, p::string<'<', '='>, p::string<'>', '='>,
                                    p::seq<p::one<'<'>, p::not_at<p::one<'>'>>>, p::one<'>'>, in_list> {};
struct third_operator : comparison_operator {};
struct third_operand : p::seq<gap, needed_operand> {};
struct compared : p::seq<gap, needed_operand, repeat<p::seq<gap, third_operator>, third_operand>> {};
struct comparison : p::seq<operand, maybe<p::seq<gap, comparison_operator>, compared>> {};

struct negated : p::seq<kw_not, deeper<gap, needed_negation>> {};
struct existing : p::seq<kw_exists, gap, need<call, Wanted::called_name>> {};
struct negation : p::sor<comparison, negated, existing> {};

struct first_logic : p::sor<kw_and, kw_or> {};
struct further_logic : first_logic {};
struct chain : p::seq<gap, needed_negation, repeat<p::seq<gap, further_logic>, gap, needed_negation>> {};
struct expression : p::seq<negation, maybe<p::seq<gap, first_logic>, chain>> {};

// Types
struct type_name : name {};
struct type;
struct type_argument : inside<true, gap, need<type, Wanted::type>, gap, closing<')'>> {};
struct type : p::seq<type_name, maybe<p::seq<blanks, p::one<'('>>, type_argument>> {};
struct item_type : need<type, Wanted::type> {};

// Parts of items
struct assign : p::seq<p::one<'='>, p::not_at<p::one<'='>>> {};
struct needed_assign : need<assign, Wanted::equals> {};
struct broken_value : p::seq<junk<false>, repeat<p::at<opening>, skipped_block, junk<false>>> {};
struct value : recover<needed_expression, broken_value> {};
struct broken_default : junk<true> {};
struct needed_block : need<block, Wanted::block> {};
struct at_block : p::seq<blanks, p::at<opening>> {};

// Phrases
struct phrase_word : word {};
struct phrase_literal : p::sor<literal, list> {};
struct braced_object : braced {};
struct phrase_value : value {};
struct phrase_block : p::seq<block> {};
struct first_literal : literal {};
struct phrase_rest
    : p::if_then_else<p::seq<blanks, assign>, p::seq<blanks, phrase_value>, maybe<at_block, phrase_block>> {};
struct phrase_id : p::seq<bare_id> {};
struct words_phrase : p::seq<phrase_word, repeat<p::seq<blanks, p::not_at<bare>, phrase_word>>,
                             p::opt<blanks, p::sor<phrase_id, phrase_literal, braced_object>>, phrase_rest> {};
struct quoted_phrase : p::seq<first_literal, maybe<p::seq<blanks, assign>, blanks, phrase_value>> {};

struct prose_begin : prose_mark {};
struct prose : p::seq<prose_begin, p::star<p::sor<prose_run, escaped_dollar, interpolation>>> {};

// Items that begin with a word of the language
struct when_begin : kw_when {};
struct when_arm : p::seq<blanks, condition, blanks, needed_block> {};
struct else_when : p::seq<blanks, kw_else, blanks, kw_when> {};
struct otherwise : p::seq<blanks, needed_block> {};
struct when : p::seq<when_begin, when_arm, repeat<else_when, when_arm>, maybe<p::seq<blanks, kw_else>, otherwise>> {};

struct loop_variable : name {};
struct for_begin : kw_for {};
struct for_each : p::seq<for_begin, blanks, need<each, Wanted::each>, blanks, need<loop_variable, Wanted::variable>,
                         blanks, need<in_list, Wanted::in>, blanks, condition, blanks, needed_block> {};

struct item_name : name {};
struct needed_item_name : need<item_name, Wanted::declared_name> {};
struct param_begin : kw_param {};
struct subject_begin : kw_subject {};
struct param_type : p::seq<item_type> {};
struct param_default : recover<needed_expression, broken_default> {};
struct param_constraints : p::seq<block> {};
struct param : p::seq<p::sor<param_begin, subject_begin>, blanks, needed_item_name, blanks,
                      need<p::one<':'>, Wanted::colon>, blanks, param_type,
                      maybe<p::seq<blanks, assign>, blanks, param_default>, maybe<at_block, param_constraints>> {};

struct let_begin : kw_let {};
struct let_type : p::seq<item_type> {};
struct let : p::seq<let_begin, blanks, needed_item_name, maybe<p::seq<blanks, p::one<':'>>, blanks, let_type>, blanks,
                    needed_assign, blanks, value> {};

struct expect : p::seq<kw_expect, blanks, value> {};
struct applies : p::seq<kw_applies, blanks, need<kw_when, Wanted::when>, blanks, value> {};
struct match_item : p::seq<match_begin, blanks, condition, blanks, arms<block_arm>> {};

// Attributes
struct attribute_name : name {};
struct attribute_open : p::seq<blanks, p::one<'('>> {};
struct attribute_arguments : members<')'> {};
struct attribute_done : p::success {};
struct attribute : p::seq<p::one<'@'>, need<attribute_name, Wanted::attribute_name>,
                          maybe<attribute_open, attribute_arguments>, attribute_done> {};

// Items
struct item_begin : p::success {};
struct attributes_done : p::success {};
struct item_content_end : p::success {};
struct foreign_line : pasted_command {};
struct item_kind : p::sor<foreign_line, words_phrase, prose, quoted_phrase, when, for_each, param, let, expect, applies,
                          match_item> {};
struct trailing_comment : p::seq<p::one<'#'>, p::star<p::not_one<'\n'>>> {};
struct opt_trailing : p::opt<trailing_comment> {};
struct line_or_block_end
    : p::sor<p::seq<opt_trailing, p::eolf>, after_missing_close,
             p::seq<inside_block, p::sor<p::at<p::one<'}'>>, p::seq<p::one<','>, blanks, opt_trailing>>>> {};
struct item_end : p::seq<blanks, need<line_or_block_end, Wanted::item_end>> {};
/// Junk behind an item, with the blocks that may open there, up to its end.
struct skipped_block : p::sor<deep_block, block> {};
struct junk_to_end
    : p::seq<junk<false>, repeat<p::at<opening>, skipped_block, junk<false>>,
             p::sor<p::seq<p::opt<ignored_comment>, p::eolf>, after_missing_close, p::at<p::one<'}'>>, p::one<','>>> {};
struct broken_end : junk_to_end {};
struct whole_item : p::seq<item_begin, repeat<p::at<p::one<'@'>>, attribute, lines>, attributes_done,
                           need<item_kind, Wanted::item>, item_content_end, recover<item_end, broken_end>> {};
struct broken_item : junk_to_end {};
struct item : recover<whole_item, broken_item> {};

struct block_open : opening {};
struct block_body : inside<false, lines, p::until<closing_brace, progressing<item>, lines>> {};
struct block : p::seq<block_open, block_body> {};

struct byte_order_mark : p::utf8::bom {};
/// A `}` where nothing is open.
struct surplus_brace : p::one<'}'> {};
struct file
    : p::seq<p::opt<byte_order_mark>, lines, p::until<p::eof, progressing<p::sor<surplus_brace, item>>, lines>> {};

/// One expression that is the whole text.
struct lone_expression
    : recover<p::seq<lines, needed_expression, lines, need<p::eof, Wanted::item_end>>, p::until<p::eof>> {};

}  // namespace hivemend::lang::syntax::grammar
