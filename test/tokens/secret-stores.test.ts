import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { secretStore } from '../../shared/storage/tokens/token-stores.ts';
import { describeSecretStore } from '../contract/secret-store.ts';
import { connectedVault } from '../doubles/key-vault/index.ts';

describeSecretStore('the embedded vault', (now) => secretStore(openSqlite(':memory:', 'secrets'), now));
describeSecretStore('Key Vault', (now) => connectedVault({ now }).connect());
