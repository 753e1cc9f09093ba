import { EXPECTED, tour } from './tour'

document.body.textContent = (await tour('/')) === EXPECTED ? 'ok' : 'not ok'
