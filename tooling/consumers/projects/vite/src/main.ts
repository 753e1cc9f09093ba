import { EXPECTED, tour } from './tour'

declare global {
  // How the page, or whoever plays the page, says where Souk is and hears how it went.
  var soukUrl: string
  var soukTour: Promise<boolean>
}

globalThis.soukTour = tour(globalThis.soukUrl).then((result) => result === EXPECTED)
