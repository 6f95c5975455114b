// Prints each line of playbooks with the scopes that an editor gives to its parts, by the TextMate grammar.
// usage: node tokenize.js FOLDER_OF_NODE_MODULES GRAMMAR PLAYBOOK...
const fs = require('fs');
const path = require('path');
const [modules, grammarFile, ...playbooks] = process.argv.slice(2);
const {Registry, INITIAL, parseRawGrammar} = require(path.join(modules, 'vscode-textmate'));
const oniguruma = require(path.join(modules, 'vscode-oniguruma'));

const short = scope => scope.replace(/\.mend$/, '');

async function main() {
    const wasm = fs.readFileSync(path.join(modules, 'vscode-oniguruma/release/onig.wasm')).buffer;
    await oniguruma.loadWASM(wasm);
    const registry = new Registry({
        onigLib: Promise.resolve({
            createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
            createOnigString: text => new oniguruma.OnigString(text),
        }),
        loadGrammar: async () => parseRawGrammar(fs.readFileSync(grammarFile, 'utf8'), grammarFile),
    });
    const grammar = await registry.loadGrammar('source.mend');
    for (const file of playbooks) {
        let state = INITIAL;
        for (const line of fs.readFileSync(file, 'utf8').replace(/\n$/, '').split('\n')) {
            console.log('>' + line);
            const result = grammar.tokenizeLine(line, state);
            state = result.ruleStack;
            for (const token of result.tokens) {
                const text = line.slice(token.startIndex, token.endIndex);
                const scopes = token.scopes.slice(1).map(short).join(' ');
                if (text.trim() !== '')
                    console.log(`    ${text.trim()}  ${scopes || '-'}`);
            }
        }
    }
}
main().catch(problem => { console.error(problem); process.exit(1); });
